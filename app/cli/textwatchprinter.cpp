// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/jobcolumns.h"
#include "app/cli/texttable.h"
#include "app/cli/watchprinter.h"
#include "core/base/timetext.h"
#include "core/jobs/jobkey.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

/// Wide enough for what will come: the first line cannot know it.
TableRow widestRow()
{
    return {
        {{u"00:00:00"_s}, {u"+"_s}, {u"processing"_s}, {u"100%"_s}, {QString(36, u'x')}, {QString(16, u'x')},
            {QString(12, u'x')}, {QString(24, u'x')}, {u"00 h 00 m"_s}, {u"00 h 00 m"_s}, {u"00 h 00 m"_s}},
        {}};
}

QList<TableColumn> watchColumns()
{
    return QList<TableColumn>{{u"TIME"_s}, {QString()}} + jobColumns();
}

QString clockText(Timestamp serverNow)
{
    return utcTime(serverNow).toString(u"HH:mm:ss"_s);
}

class TextWatchPrinter : public WatchPrinter
{
public:
    TextWatchPrinter(std::string &to, const Terminal &terminal)
        : m_to(to)
        , m_table(watchColumns(), terminal)
    {
        m_table.fitTo({widestRow()});
    }
    void begin() override { m_table.appendHeader(m_to); }
    void printUpsert(const JobLook &look, bool isNew, Timestamp serverNow) override;
    void printRemoval(QByteArrayView id, QByteArrayView cause, Timestamp serverNow) override;
    void printSnapshot(qint64 jobs) override;
    void printFeed(const FeedHealth &health) override;

private:
    void appendRow(TableRow row, QChar sign, Timestamp serverNow);

    std::string &m_to;
    TextTable m_table;
};

void TextWatchPrinter::printUpsert(const JobLook &look, bool isNew, Timestamp serverNow)
{
    appendRow(jobRow(look), isNew ? u'+' : u'~', serverNow);
}

void TextWatchPrinter::printRemoval(QByteArrayView id, QByteArrayView cause, Timestamp serverNow)
{
    appendRow({{{QString::fromLatin1(cause), Style::Dim}, {u"-"_s}, {displayText(id), Style::Dim}}, {}}, u'-',
        serverNow);
}

void TextWatchPrinter::printSnapshot(qint64 jobs)
{
    sayToUser(QString::number(jobs)
        + (jobs == 1 ? " job is there; from here on changes"_L1
                     : " jobs are there; from here on changes"_L1));
}

void TextWatchPrinter::printFeed(const FeedHealth &health)
{
    QString text = "feed "_L1 + QString::fromLatin1(wordOf(health.state)) + ", by "_L1
        + QString::fromLatin1(wordOf(health.rung));
    if (health.error)
        text += ": "_L1 + health.error->message;
    else if (!health.rungReason.isEmpty())
        text += " ("_L1 + health.rungReason + u')';
    sayToUser(text);
}

void TextWatchPrinter::appendRow(TableRow row, QChar sign, Timestamp serverNow)
{
    row.cells.prepend({QString(sign), sign == u'-' ? Style::Dim : Style::Bold});
    row.cells.prepend({clockText(serverNow), Style::Dim});
    m_table.appendRow(m_to, row);
}

} // namespace

std::unique_ptr<WatchPrinter> textWatchPrinter(std::string &to, const Terminal &terminal)
{
    return std::make_unique<TextWatchPrinter>(to, terminal);
}

} // namespace emberwatch::cli
