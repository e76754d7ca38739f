// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/journalfilter.h"

#include "core/filter/quantity.h"
#include "core/jobs/jobkey.h"
#include "core/operations/entryreason.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace emberwatch {

using namespace Qt::StringLiterals;
using Field = JournalFilter::Field;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Journal)
};

constexpr std::array fields{std::pair("action"_L1, Field::Action), std::pair("by"_L1, Field::Operator),
    std::pair("host"_L1, Field::Host), std::pair("id"_L1, Field::Job),
    std::pair("verdict"_L1, Field::Verdict), std::pair("outcome"_L1, Field::Outcome),
    std::pair("env"_L1, Field::Environment), std::pair("batch"_L1, Field::Batch)};

std::optional<Timestamp> momentOf(const QString &text, Timestamp now)
{
    if (const auto length = filter::parseDuration(text))
        return now - std::chrono::milliseconds(static_cast<qint64>(*length));
    const QDateTime read = QDateTime::fromString(text.toUpper(), Qt::ISODate);
    if (!read.isValid())
        return std::nullopt;
    const QDateTime utc
        = read.timeSpec() == Qt::LocalTime ? QDateTime(read.date(), read.time(), Qt::UTC) : read;
    return Timestamp(std::chrono::milliseconds(utc.toMSecsSinceEpoch()));
}

QString textOf(const JournalLine &line, Field field)
{
    const JournalEntry &entry = line.entry;
    switch (field) {
    case Field::Action:
        return entry.action;
    case Field::Operator:
        return entry.actor.operatorName;
    case Field::Host:
        return entry.actor.host;
    case Field::Job:
        return displayText(entry.promptId.value());
    case Field::Verdict:
        return entry.verdict;
    case Field::Outcome:
        return line.outcome ? line.outcome->word : u"unfinished"_s;
    case Field::Environment:
        return entry.environment;
    case Field::Batch:
        return QString::fromLatin1(entry.batch.value());
    case Field::Anything:
        break;
    }
    return {};
}

bool contains(const JournalLine &line, const QString &word)
{
    for (const auto &[name, field] : fields) {
        if (textOf(line, field).contains(word, Qt::CaseInsensitive))
            return true;
    }
    const QString outcome = line.outcome ? line.outcome->text : QString();
    return line.entry.sentence.contains(word, Qt::CaseInsensitive)
        || line.entry.actor.program.contains(word, Qt::CaseInsensitive)
        || reasonIn(line.entry.evidence).contains(word, Qt::CaseInsensitive)
        || outcome.contains(word, Qt::CaseInsensitive);
}

bool fits(const QString &text, const QString &pattern)
{
    if (!pattern.contains(u'*') && !pattern.contains(u'?'))
        return text.compare(pattern, Qt::CaseInsensitive) == 0;
    const QString escaped
        = QRegularExpression::escape(pattern).replace("\\*"_L1, ".*"_L1).replace("\\?"_L1, "."_L1);
    const QRegularExpression wildcard(
        QRegularExpression::anchoredPattern(escaped), QRegularExpression::CaseInsensitiveOption);
    return wildcard.match(text).hasMatch();
}

/// Sets what one word of the filter says; a sentence where it is wrong.
QString take(JournalFilter &filter, const QString &word, Timestamp now)
{
    const qsizetype colon = word.indexOf(u':');
    const QString name = colon > 0 ? word.left(colon) : QString();
    const QString value = colon > 0 ? word.mid(colon + 1) : QString();
    if (word == "unfinished"_L1) {
        filter.onlyUnfinished = true;
        return {};
    }
    if (name.isEmpty()) {
        filter.terms.append({Field::Anything, word});
        return {};
    }
    if (value.isEmpty())
        return Words::tr("A text is expected behind “%1:”.").arg(name);
    if (name == "since"_L1 || name == "until"_L1) {
        const auto moment = momentOf(value, now);
        if (!moment)
            return Words::tr(
                "A length of time (2h, 1d) or a moment (2025-11-25T10:00) is expected behind “%1:”.")
                .arg(name);
        (name == "since"_L1 ? filter.since : filter.until) = moment;
        return {};
    }
    const auto *const field
        = std::ranges::find(fields, name, [](const auto &entry) { return QString(entry.first); });
    if (field == fields.end())
        return Words::tr(
            "There is no “%1:”. There are action, by, host, id, verdict, outcome, env, batch, since "
            "and until.")
            .arg(name);
    filter.terms.append({field->second, value});
    return {};
}

} // namespace

Result<JournalFilter> JournalFilter::parse(const QString &text, Timestamp now)
{
    static const QRegularExpression apart(u"\\s+"_s);
    JournalFilter filter;
    for (const QString &word : text.toLower().split(apart, Qt::SkipEmptyParts)) {
        if (const QString problem = take(filter, word, now); !problem.isEmpty())
            return failure(Error::Kind::Invalid, problem);
    }
    return filter;
}

bool JournalFilter::matches(const JournalLine &line) const
{
    if ((since && line.entry.at < *since) || (until && line.entry.at >= *until)
        || (onlyUnfinished && line.outcome))
        return false;
    return std::ranges::all_of(terms, [&line](const Term &term) {
        return term.field == Field::Anything ? contains(line, term.text)
                                             : fits(textOf(line, term.field), term.text);
    });
}

JournalSelection JournalFilter::selection() const
{
    JournalSelection selection;
    selection.since = since;
    selection.until = until;
    selection.onlyUnfinished = onlyUnfinished;
    return selection;
}

} // namespace emberwatch
