// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/jobprinter.h"

#include "app/cli/jsonline.h"
#include "core/jobs/jobkey.h"

#include <cmath>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

QByteArrayView wordOf(TrackedBy way)
{
    switch (way) {
    case TrackedBy::Polling:
        return "polling";
    case TrackedBy::Stream:
        return "stream";
    case TrackedBy::Nothing:
        break;
    }
    return "nothing";
}

/// Every tenth of the way is worth a line.
QString progressText(const RunnerJob &job)
{
    if (job.status != JobStatus::Processing)
        return job.placeInQueue ? " place "_L1 + QString::number(*job.placeInQueue) : QString();
    return job.progress ? " "_L1 + QString::number(std::floor(*job.progress / 10) * 10) + u'%'
                        : u" progress unknown"_s;
}

QString lineOf(const RunnerJob &job)
{
    const QString status = QString::fromLatin1(emberwatch::wordOf(job.status));
    const QString text = job.text.isEmpty() ? QString() : " ("_L1 + displayText(job.text.toUtf8()) + u')';
    return displayText(job.promptId.value()) + u' ' + status + progressText(job) + text;
}

void appendText(std::string &to, const QString &line)
{
    to += line.toStdString() + '\n';
}

} // namespace

void JobPrinter::appendChange(std::string &to, const RunnerJob &job)
{
    if (!m_isJson) {
        const QString line = lineOf(job);
        if (std::exchange(m_told[job.promptId], line) != line)
            appendText(to, line);
        return;
    }
    JsonLine line;
    line.text("event", QByteArrayView("job"));
    line.text("promptId", QByteArrayView(job.promptId.value()));
    line.text("status", emberwatch::wordOf(job.status));
    line.number("progress", job.progress ? std::optional(qint64(std::floor(*job.progress))) : std::nullopt);
    line.text("node", job.node.isEmpty() ? std::nullopt : std::optional(QString::fromUtf8(job.node)));
    line.number("placeInQueue", job.placeInQueue ? std::optional<qint64>(*job.placeInQueue) : std::nullopt);
    line.text("trackedBy", wordOf(job.trackedBy));
    line.flag("ours", job.isOurs);
    line.text("text", job.text.isEmpty() ? std::nullopt : std::optional(job.text));
    line.appendTo(to);
}

void JobPrinter::appendEnd(std::string &to, const JobEnd &end)
{
    m_told.remove(end.promptId);
    const QByteArrayView word = emberwatch::wordOf(end.outcome);
    if (!m_isJson) {
        const QString text = end.text.isEmpty() ? QString() : ": "_L1 + displayText(end.text.toUtf8());
        return appendText(to, displayText(end.promptId.value()) + u' ' + QString::fromLatin1(word) + text);
    }
    JsonLine line;
    line.text("event", QByteArrayView("end"));
    line.text("promptId", QByteArrayView(end.promptId.value()));
    line.text("outcome", word);
    line.number("outputs", end.outputs.size());
    line.text("text", end.text.isEmpty() ? std::nullopt : std::optional(end.text));
    line.appendTo(to);
}

} // namespace emberwatch::cli
