// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/triagetext.h"

#include "app/cli/jsonline.h"
#include "app/cli/jsonoutput.h"
#include "app/cli/texttable.h"
#include "core/jobs/jobkey.h"
#include "core/triage/sentence.h"

#include <QMap>
#include <QStringList>

#include <array>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

/// Needs a person, can be put right, wait, nothing to do (console.md 4).
constexpr std::array byUrgency{Verdict::Conflict, Verdict::Corrupt, Verdict::Zombie, Verdict::UnclaimedResult,
    Verdict::LateResult, Verdict::Stale, Verdict::Orphaned, Verdict::Lost, Verdict::Stalled,
    Verdict::Unverifiable, Verdict::Settling, Verdict::Live, Verdict::Residue, Verdict::Foreign,
    Verdict::Consistent};

Style styleOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Conflict:
    case Verdict::Corrupt:
    case Verdict::Zombie:
    case Verdict::Orphaned:
    case Verdict::Lost:
        return Style::Red;
    case Verdict::UnclaimedResult:
    case Verdict::LateResult:
    case Verdict::Stale:
    case Verdict::Stalled:
    case Verdict::Unverifiable:
        return Style::Yellow;
    case Verdict::Live:
        return Style::Blue;
    default:
        return Style::Dim;
    }
}

QString word(QByteArrayView text)
{
    return QString::fromLatin1(text);
}

std::optional<qint64> msOf(const std::optional<std::chrono::milliseconds> &duration)
{
    return duration ? std::optional<qint64>(duration->count()) : std::nullopt;
}

std::optional<qint64> msOf(Timestamp at)
{
    const qint64 ms = at.time_since_epoch().count();
    return ms == 0 ? std::nullopt : std::optional(ms);
}

std::optional<QString> orNull(const QString &text)
{
    return text.isEmpty() ? std::nullopt : std::optional(text);
}

std::string redisJson(const RedisEvidence &redis)
{
    JsonLine line;
    line.text("reading", wordOf(redis.reading));
    line.number("at", msOf(redis.at));
    line.text("request", orNull(redis.request));
    line.text("trouble", orNull(redis.trouble));
    line.text("status", redis.status ? orNull(word(wordOf(*redis.status))) : std::nullopt);
    line.json("progress", redis.progress ? QByteArray::number(*redis.progress) : QByteArray());
    line.number("ageMs", msOf(redis.age));
    line.number("silenceMs", msOf(redis.silence));
    line.number("ttlMs", redis.expiresAt ? msOf(*redis.expiresAt - redis.at) : std::nullopt);
    return line.object();
}

std::string databaseJson(const RecordEvidence &record)
{
    JsonLine line;
    line.text("reading", wordOf(record.reading));
    line.number("at", msOf(record.at));
    line.text("request", orNull(record.request));
    line.text("trouble", orNull(record.trouble));
    line.text("status", record.row ? orNull(record.row->status) : std::nullopt);
    line.text("id", record.row ? orNull(record.row->id) : std::nullopt);
    line.text("updatedAt", record.row ? orNull(record.row->updatedAt) : std::nullopt);
    line.number("rows", record.rows);
    line.number("ageMs", msOf(record.age));
    return line.object();
}

std::string passJson(const ComfyPass &pass)
{
    JsonLine line;
    line.text("reading", wordOf(pass.reading));
    line.number("at", msOf(pass.at));
    line.text("request", orNull(pass.request));
    line.text("trouble", orNull(pass.trouble));
    line.number("serversAsked", pass.serversAsked);
    line.number("serversAnswered", pass.serversAnswered);
    line.number(
        "queuePosition", pass.queuePosition ? std::optional<qint64>(*pass.queuePosition) : std::nullopt);
    return line.object();
}

std::string comfyJson(const ComfyEvidence &comfy, const ComfyWitness &witness)
{
    std::string passes;
    Timestamp latest;
    for (const auto &pass : {comfy.first, comfy.second}) {
        if (!pass)
            continue;
        passes += (passes.empty() ? "" : ",") + passJson(*pass);
        latest = std::max(latest, pass->at);
    }
    JsonLine line;
    line.text("reading", wordOf(witness.reading));
    line.number("at", msOf(latest));
    line.text("serverUrl", orNull(comfy.serverUrl));
    line.text("error", orNull(comfy.errorText));
    line.number("outputs", comfy.outputs ? std::optional<qint64>(comfy.outputCount) : std::nullopt);
    line.json("passes", QByteArrayView('[' + passes + ']'));
    return line.object();
}

TableRow tableRow(const JudgedJob &job, const Policy &policy)
{
    const Evidence &evidence = job.evidence;
    const Verdict verdict = job.judgement.verdict;
    const auto shown
        = [](const QString &text) { return TableCell{text.isEmpty() ? u"-"_s : displayText(text.toUtf8())}; };
    return {{{word(wordOf(verdict)), styleOf(verdict)}, {displayText(evidence.promptId.value())},
                shown(evidence.type), shown(evidence.userId), shown(serverName(evidence.comfy.serverUrl)),
                {titleOf(job.judgement.proposed)}},
        {displayText(sentenceOf(evidence, job.judgement, policy).toUtf8())}};
}

} // namespace

int urgencyOf(Verdict verdict)
{
    return static_cast<int>(std::find(byUrgency.begin(), byUrgency.end(), verdict) - byUrgency.begin());
}

void appendTriageJson(std::string &to, const JudgedJob &job, const Policy &policy)
{
    const Evidence &evidence = job.evidence;
    const Judgement &judgement = job.judgement;
    JsonLine line;
    const QByteArray &id = evidence.promptId.value();
    line.text("promptId", QByteArrayView(id));
    if (!isUtf8(id))
        line.text("keyHex", QByteArrayView(id.toHex()));
    line.text("verdict", wordOf(judgement.verdict));
    line.text("sentence", sentenceOf(evidence, judgement, policy));
    line.text("proposed", wordOf(judgement.proposed));
    line.flag("quiet", judgement.flags.isQuiet);
    line.flag("untracked", judgement.flags.isUntracked);
    line.flag("unchecked", judgement.flags.isUnchecked);
    line.text("beside", judgement.beside ? orNull(word(wordOf(*judgement.beside))) : std::nullopt);
    line.text("type", orNull(evidence.type));
    line.text("userId", orNull(evidence.userId));
    line.json("redis", QByteArrayView(redisJson(evidence.redis)));
    line.json("database", QByteArrayView(databaseJson(evidence.record)));
    line.json("comfyui", QByteArrayView(comfyJson(evidence.comfy, judgement.comfy)));
    line.appendTo(to);
}

void appendTriageTable(std::string &to, const QList<JudgedJob> &jobs, const Policy &policy,
    const Terminal &terminal, bool hasHeader)
{
    QList<TableRow> rows;
    for (const JudgedJob &job : jobs)
        rows.append(tableRow(job, policy));
    TextTable table({{u"VERDICT"_s}, {u"PROMPT ID"_s, 17}, {u"TYPE"_s, 8, 3}, {u"USER"_s, 8, 1},
                        {u"SERVER"_s, 6, 2}, {u"PROPOSED"_s, 8, 4}},
        terminal);
    table.fitTo(rows);
    if (hasHeader)
        table.appendHeader(to);
    for (const TableRow &row : rows)
        table.appendRow(to, row);
}

QString triageSumText(const QList<JudgedJob> &jobs)
{
    QMap<int, int> counts;
    for (const JudgedJob &job : jobs)
        ++counts[urgencyOf(job.judgement.verdict)];
    QStringList parts;
    for (auto count = counts.begin(); count != counts.end(); ++count)
        parts += QString::number(count.value()) + u' '
            + word(wordOf(byUrgency[static_cast<size_t>(count.key())]));
    const QString jobsText = jobs.size() == 1 ? u"1 job"_s : u"%1 jobs"_s.arg(jobs.size());
    return parts.isEmpty() ? jobsText : jobsText + u": "_s + parts.join(u", "_s);
}

} // namespace emberwatch::cli
