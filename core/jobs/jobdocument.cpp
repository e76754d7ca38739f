// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobdocument.h"

#include "core/jobs/documentwalk.h"
#include "core/jobs/jobkey.h"
#include "core/jobs/jsontext.h"
#include "core/redis/reply.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace emberwatch {

namespace {

constexpr double firstUsableStart = 978'307'200'000; // 2001-01-01
constexpr double endOfUsableStarts = 10'000'000'000'000; // 2286-11-20

/// How much of a value is worth quoting in a message.
constexpr qsizetype quotedBytes = 60;

bool isString(QByteArrayView token)
{
    return token.startsWith('"');
}

bool isNumber(QByteArrayView token)
{
    return token.front() == '-' || (token.front() >= '0' && token.front() <= '9');
}

std::optional<qint64> usableStart(double number)
{
    if (number < firstUsableStart || number >= endOfUsableStarts || std::floor(number) != number)
        return std::nullopt;
    return static_cast<qint64>(number);
}

} // namespace

class JobParser::Private
{
public:
    explicit Private(DocumentLimits limits)
        : m_walk(limits)
    {
    }

    const JobFields &parsePadded(QByteArrayView document);
    const JobFields &parse(QByteArrayView document);

private:
    bool readMembers(const DocumentWalk::Outcome &found);
    bool areAllThere(const DocumentWalk::Outcome &found);
    bool readTexts(const DocumentWalk::Outcome &found);
    bool readStatus(const DocumentWalk::Outcome &found);
    bool readNumbers(const DocumentWalk::Outcome &found);
    bool fail(Unreadable why, QByteArrayView detail);
    QByteArrayView textOf(QByteArrayView token);

    DocumentWalk m_walk;
    JobFields m_fields;
    qsizetype m_documentSize = 0;
    std::string m_unescaped; ///< what does not stand in the document as it reads
    std::vector<char> m_copy;
};

const JobFields &JobParser::Private::parse(QByteArrayView document)
{
    const auto size = static_cast<size_t>(document.size());
    m_copy.resize(size + redis::Reply::padding);
    std::copy(document.begin(), document.end(), m_copy.begin());
    std::fill(m_copy.begin() + document.size(), m_copy.end(), '\0');
    return parsePadded(QByteArrayView(m_copy.data(), document.size()));
}

const JobFields &JobParser::Private::parsePadded(QByteArrayView document)
{
    m_fields = {};
    m_unescaped.clear();
    m_documentSize = document.size();
    const DocumentWalk::Outcome &found = m_walk.walk(document);
    if (found.unreadable != Unreadable::No)
        fail(found.unreadable, found.detail);
    else
        readMembers(found);
    return m_fields;
}

bool JobParser::Private::fail(Unreadable why, QByteArrayView detail)
{
    m_fields = {};
    m_fields.unreadable = why;
    m_fields.detail = detail.toByteArray();
    return false;
}

bool JobParser::Private::readMembers(const DocumentWalk::Outcome &found)
{
    return areAllThere(found) && readTexts(found) && readStatus(found) && readNumbers(found);
}

bool JobParser::Private::areAllThere(const DocumentWalk::Outcome &found)
{
    for (const Member member :
        {Member::PromptId, Member::Type, Member::Status, Member::Progress, Member::StartedAt}) {
        if (found.value(member).isEmpty())
            return fail(Unreadable::MissingMember, nameOf(member));
    }
    return true;
}

bool JobParser::Private::readTexts(const DocumentWalk::Outcome &found)
{
    struct Text
    {
        Member member;
        QByteArrayView JobFields::*field;
        bool isRequired;
    };
    static constexpr std::array<Text, 6> texts{{
        {Member::PromptId, &JobFields::promptId, true},
        {Member::Type, &JobFields::type, true},
        {Member::UserId, &JobFields::userId, false},
        {Member::CharacterId, &JobFields::characterId, false},
        {Member::ClientId, &JobFields::clientId, false},
        {Member::ServerUrl, &JobFields::serverUrl, false},
    }};
    for (const Text &text : texts) {
        const QByteArrayView token = found.value(text.member);
        const bool isAbsent = token.isEmpty() || token == "null";
        if (isAbsent && !text.isRequired)
            continue;
        if (!isString(token))
            return fail(Unreadable::WrongMemberType, nameOf(text.member));
        m_fields.*text.field = textOf(token);
    }
    m_fields.hasCharacterId = isString(found.value(Member::CharacterId));
    m_fields.hasClientId = isString(found.value(Member::ClientId));
    return true;
}

bool JobParser::Private::readStatus(const DocumentWalk::Outcome &found)
{
    const QByteArrayView token = found.value(Member::Status);
    if (!isString(token))
        return fail(Unreadable::WrongMemberType, nameOf(Member::Status));
    const QByteArrayView word = textOf(token);
    const std::optional<JobStatus> status = jobStatusFromWord(word);
    if (!status)
        return fail(Unreadable::UnknownStatus, word.first(std::min(word.size(), quotedBytes)));
    m_fields.status = *status;
    return true;
}

bool JobParser::Private::readNumbers(const DocumentWalk::Outcome &found)
{
    const QByteArrayView progress = found.value(Member::Progress);
    if (!isNumber(progress))
        return fail(Unreadable::WrongMemberType, nameOf(Member::Progress));
    m_fields.progressToken = progress;
    m_fields.progress = jsonNumberValue(progress);
    if (m_fields.progress < 0 || m_fields.progress > 100)
        return fail(Unreadable::ProgressOutOfRange, progress.first(std::min(progress.size(), quotedBytes)));

    const QByteArrayView startedAt = found.value(Member::StartedAt);
    if (!isNumber(startedAt))
        return fail(Unreadable::WrongMemberType, nameOf(Member::StartedAt));
    m_fields.startedAtToken = startedAt;
    m_fields.startedAt = usableStart(jsonNumberValue(startedAt));
    return true;
}

/// The text of a string, in the document where it stands there as it reads.
QByteArrayView JobParser::Private::textOf(QByteArrayView token)
{
    const QByteArrayView content = token.sliced(1, token.size() - 2);
    if (!content.contains('\\'))
        return content;
    // All texts together are never longer than the document, so those already handed out stay where they are.
    m_unescaped.reserve(static_cast<size_t>(m_documentSize));
    const size_t begin = m_unescaped.size();
    appendUnescaped(content, m_unescaped);
    return QByteArrayView(m_unescaped.data() + begin, m_unescaped.data() + m_unescaped.size());
}

JobParser::JobParser(DocumentLimits limits)
    : d(std::make_unique<Private>(limits))
{
}

JobParser::~JobParser() = default;

JobParser::JobParser(JobParser &&) noexcept = default;

JobParser &JobParser::operator=(JobParser &&) noexcept = default;

const JobFields &JobParser::parsePadded(QByteArrayView document)
{
    return d->parsePadded(document);
}

const JobFields &JobParser::parse(QByteArrayView document)
{
    return d->parse(document);
}

QString reasonText(Unreadable reason, QByteArrayView detail)
{
    static constexpr std::array<const char *, 12> texts{
        "",
        "not a string key",
        "empty",
        "too large",
        "not UTF-8",
        "not JSON",
        "nested too deep",
        "not an object",
        "member missing",
        "member of the wrong type",
        "unknown status",
        "progress not in 0..100",
    };
    const QString text = QString::fromLatin1(texts[static_cast<size_t>(reason)]);
    if (detail.isEmpty() || reason == Unreadable::No)
        return text;
    return text + QLatin1String(" (") + displayText(detail) + QLatin1Char(')');
}

Result<JobState> jobStateOf(const JobFields &fields)
{
    if (fields.unreadable != Unreadable::No)
        return failure(Error::Kind::Parse, reasonText(fields.unreadable, fields.detail));
    JobState job;
    job.promptId = PromptId(fields.promptId.toByteArray());
    job.type = QString::fromUtf8(fields.type);
    job.userId = QString::fromUtf8(fields.userId);
    if (fields.hasCharacterId)
        job.characterId = QString::fromUtf8(fields.characterId);
    job.status = fields.status;
    job.progress = fields.progress;
    if (fields.startedAt)
        job.startedAt = Timestamp(std::chrono::milliseconds(*fields.startedAt));
    if (fields.hasClientId)
        job.clientId = QString::fromUtf8(fields.clientId);
    job.serverUrl = QString::fromUtf8(fields.serverUrl);
    return job;
}

} // namespace emberwatch
