// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobrowsubject.h"

#include "core/filter/vocabulary.h"
#include "core/jobs/jobmeasures.h"

namespace emberwatch {

using filter::NumberField;
using filter::TextField;
using filter::TextTerm;

namespace {

constexpr quint32 unreadableNumber = 4; ///< behind those of JobStatus
constexpr quint32 statusTexts = 5;

std::optional<double> inMilliseconds(std::optional<std::chrono::milliseconds> duration)
{
    return duration ? std::optional<double>(static_cast<double>(duration->count())) : std::nullopt;
}

} // namespace

JobRowSubject::JobRowSubject(const JobTable &table, std::chrono::milliseconds fullTtl)
    : m_table(&table)
    , m_fullTtl(fullTtl)
{
}

void JobRowSubject::setTermCount(int count)
{
    m_answers.clear();
    m_answers.resize(static_cast<size_t>(count));
}

void JobRowSubject::forget(const std::vector<StringUpdate> &strings)
{
    for (auto &byField : m_answers) {
        for (const TextField field : {TextField::Type, TextField::User, TextField::Server}) {
            Answers &answers = byField[static_cast<size_t>(field)];
            for (const StringUpdate &update : strings) {
                if (update.id < answers.size())
                    answers[update.id] = Answer::NotAsked;
            }
        }
    }
}

QByteArrayView JobRowSubject::text(TextField field) const
{
    switch (field) {
    case TextField::Status:
        return m_row->isReadable() ? wordOf(m_row->status) : QByteArrayView(filter::unreadableWord);
    case TextField::Id:
        if (m_row->has(JobRow::IdIsPooled))
            break;
        m_row->id.writeUuid(m_uuid.data());
        return {m_uuid.data(), static_cast<qsizetype>(m_uuid.size())};
    default:
        break;
    }
    return m_table->strings().text(numberOfText(field));
}

std::optional<double> JobRowSubject::number(NumberField field) const
{
    switch (field) {
    case NumberField::Age:
        return inMilliseconds(ageOf(*m_row, m_now));
    case NumberField::Silence:
        return inMilliseconds(silenceOf(*m_row, m_fullTtl, m_now));
    case NumberField::Ttl:
        return inMilliseconds(ttlOf(*m_row, m_now));
    case NumberField::Progress:
        return m_row->isReadable() ? std::optional<double>(m_row->progress) : std::nullopt;
    }
    return std::nullopt;
}

bool JobRowSubject::matches(TextField field, const TextTerm &term) const
{
    if (field == TextField::Id)
        return matchesId(term);
    if (field >= TextField::Verdict) // nothing here is judged
        return false;
    Answer &answer = answerFor(field, term.number, numberOfText(field));
    if (answer == Answer::NotAsked)
        answer = filter::textMatches(field, text(field), term) ? Answer::Yes : Answer::No;
    return answer == Answer::Yes;
}

/// A UUID is lower-case ASCII, as the pattern is: a plain search finds it.
bool JobRowSubject::matchesId(const TextTerm &term) const
{
    const QByteArrayView id = text(TextField::Id);
    if (m_row->has(JobRow::IdIsPooled) || term.kind == TextTerm::Kind::Glob)
        return filter::textMatches(TextField::Id, id, term);
    if (term.kind == TextTerm::Kind::Exact)
        return id == QByteArrayView(term.pattern);
    const std::string_view haystack(id.data(), static_cast<size_t>(id.size()));
    return haystack.find({term.pattern.constData(), static_cast<size_t>(term.pattern.size())})
        != std::string_view::npos;
}

quint32 JobRowSubject::numberOfText(TextField field) const
{
    switch (field) {
    case TextField::Status:
        return m_row->isReadable() ? static_cast<quint32>(m_row->status) : unreadableNumber;
    case TextField::Type:
        return m_row->type;
    case TextField::User:
        return m_row->user;
    case TextField::Server:
        return m_row->server;
    default:
        break;
    }
    return static_cast<StringId>(m_row->id.low);
}

JobRowSubject::Answer &JobRowSubject::answerFor(TextField field, int term, quint32 text) const
{
    if (static_cast<size_t>(term) >= m_answers.size())
        m_answers.resize(static_cast<size_t>(term) + 1);
    Answers &answers = m_answers[static_cast<size_t>(term)][static_cast<size_t>(field)];
    if (text >= answers.size()) {
        const size_t texts = field == TextField::Status ? statusTexts : m_table->strings().size();
        answers.resize(std::max<size_t>(text + 1U, texts), Answer::NotAsked);
    }
    return answers[text];
}

} // namespace emberwatch
