// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/incidentcommand.h"

#include "app/cli/momentoption.h"
#include "app/cli/reportfile.h"
#include "app/cli/sharedoptions.h"
#include "app/cli/surroundings.h"
#include "core/operations/incidentdocument.h"
#include "core/operations/journalpath.h"

#include <QFileInfo>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

/// How long an incident is looked back at where nothing is said.
constexpr std::chrono::hours usualSpan{24};

Result<Timestamp> readMoment(
    const CommandLine &line, const QString &option, Timestamp otherwise, Timestamp now)
{
    if (!line.has(option))
        return otherwise;
    const QString text = line.options.value(option);
    const std::optional<Timestamp> moment = parseMoment(text, now);
    if (!moment)
        return failure(Error::Kind::Invalid,
            u"--%1: a duration back from now (2h, 1d) or a time (2026-11-25T10:00), not '%2'"_s.arg(
                option, text));
    return *moment;
}

Result<void> readSpan(const CommandLine &line, IncidentWish &wish)
{
    const Timestamp now = systemNow();
    if (line.has(u"since"_s) && line.has(u"from"_s))
        return failure(Error::Kind::Invalid, u"report: either --since or --from"_s);
    const QString begin = line.has(u"since"_s) ? u"since"_s : u"from"_s;
    const Result<Timestamp> from = readMoment(line, begin, now - usualSpan, now);
    if (!from)
        return tl::make_unexpected(from.error());
    const Result<Timestamp> to = readMoment(line, u"to"_s, now, now);
    if (!to)
        return tl::make_unexpected(to.error());
    if (*from >= *to)
        return failure(Error::Kind::Invalid, u"report: the span ends before it begins"_s);
    wish.from = *from;
    wish.to = *to;
    return {};
}

std::optional<IncidentFormat> formatFromWord(const QString &word)
{
    if (word == "text"_L1 || word == "txt"_L1)
        return IncidentFormat::Text;
    if (word == "json"_L1)
        return IncidentFormat::Json;
    if (word == "md"_L1)
        return IncidentFormat::Markdown;
    return word == "html"_L1 ? std::optional(IncidentFormat::Html) : std::nullopt;
}

/// --format, else --json, else by the extension of the file, else text.
Result<IncidentFormat> readFormat(const CommandLine &line, const QString &file, bool isJson)
{
    const QString word = line.options.value(u"format"_s);
    if (line.has(u"format"_s)) {
        const std::optional<IncidentFormat> format = formatFromWord(word);
        if (!format)
            return failure(Error::Kind::Invalid, u"--format: md, html, json or text, not '%1'"_s.arg(word));
        return *format;
    }
    if (isJson)
        return IncidentFormat::Json;
    return formatFromWord(QFileInfo(file).suffix().toLower()).value_or(IncidentFormat::Text);
}

QByteArray written(const IncidentReport &report, IncidentFormat format)
{
    switch (format) {
    case IncidentFormat::Json:
        return incidentReportJson(report) + '\n';
    case IncidentFormat::Markdown:
        return reportMarkdown(incidentDocument(report)).toUtf8();
    case IncidentFormat::Html:
        return reportHtml(incidentDocument(report)).toUtf8();
    case IncidentFormat::Text:
        break;
    }
    return emberwatch::reportText(incidentDocument(report)).toUtf8();
}

} // namespace

CommandHelp IncidentCommand::help()
{
    return {u"report"_s, {}, u"Tell an incident: what was found, done and left, by whom"_s,
        uR"(Tells what happened in a span of time, from the journal of this account and the
reports that it keeps: what recoveries, cleanings and reconciliations have found, what
was done, what was left and why, by whom, which users are affected, and what was taken
back. Where records are given, the audit table adds what other consoles have done.

The HTML is one file that needs no other and runs nothing, to be read on a screen or
printed. In all formats but JSON, which is exact, texts are at most 512 characters.
)"_s,
        OptionList{{u"since"_s, u"From WHEN until now (24h): 2h, 1d, 2026-11-25T10:00 (UTC)."_s, u"WHEN"_s},
            {u"from"_s, u"The same, with --to."_s, u"WHEN"_s},
            {u"to"_s, u"Until WHEN, exclusively (now)."_s, u"WHEN"_s},
            {u"format"_s, u"md, html, json or text (by the file's extension, else text)."_s, u"FORMAT"_s},
            {u"output"_s, u"Write it to FILE."_s, u"FILE"_s}}
            + recordsOptions(),
        uR"(  emberwatch report --since 4h
  emberwatch report --from 2026-11-25T09:00 --to 2026-11-25T12:00 --output incident.html
  emberwatch report --since 1d --json | jq '.users'
)"_s,
        false};
}

MadeCommand IncidentCommand::make(const CommandLine &line, const Settings &settings)
{
    IncidentOptions options;
    const Result<void> span = readSpan(line, options.wish);
    if (!span)
        return tl::make_unexpected(span.error());
    options.file = line.options.value(u"output"_s);
    const Result<IncidentFormat> format = readFormat(line, options.file, settings.isJson);
    if (!format)
        return tl::make_unexpected(format.error());
    options.format = *format;
    const Result<std::optional<RecordsAddress>> records = readRecordsAddress(line);
    if (!records)
        return tl::make_unexpected(records.error());
    const bool areThere = *records && (*records)->kind != RecordsAddress::Kind::None;
    options.records = areThere ? *records : std::nullopt;
    options.mapping = readMapping(line);
    if (!settings.environmentName.isEmpty())
        options.wish.environment = settings.environmentName;
    return std::make_unique<IncidentCommand>(settings, options);
}

IncidentCommand::IncidentCommand(Settings settings, IncidentOptions options)
    : Command(std::move(settings))
    , m_options(std::move(options))
    , m_journal(defaultJournalPath())
{
    if (m_options.records)
        m_records = std::make_unique<RecordStore>(*m_options.records, m_options.mapping);
}

void IncidentCommand::start()
{
    // Opening would make it.
    if (!m_records && !QFileInfo::exists(m_journal.path())) {
        say("nothing was done yet: there is no "_L1 + m_journal.path());
        return finish(ExitCode::Fine);
    }
    QCoro::connect(gatherIncident(&m_journal, m_records.get(), m_options.wish), &m_answers,
        [this](const Result<IncidentMaterial> &material) { take(material); });
}

void IncidentCommand::take(const Result<IncidentMaterial> &material)
{
    if (!material) {
        say("the journal cannot be read: "_L1 + material.error().message);
        return finish(ExitCode::Findings);
    }
    if (!material->recordsTrouble.isEmpty())
        say("the records gave no answer: "_L1 + material->recordsTrouble);
    const QByteArray text = written(incidentReportOf(*material), m_options.format);
    if (m_options.file.isEmpty()) {
        output().buffer() += text.toStdString();
        return finish(ExitCode::Fine);
    }
    const Result<void> kept = writeReport(m_options.file, text);
    if (!kept)
        say("--output: "_L1 + kept.error().message);
    finish(kept ? ExitCode::Fine : ExitCode::Findings);
}

} // namespace emberwatch::cli
