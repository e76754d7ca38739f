// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/listcommand.h"

#include "app/cli/jobcolumns.h"
#include "app/cli/jobjson.h"
#include "core/jobs/jobkey.h"

namespace emberwatch::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr size_t writeFrom = 256 << 10;
constexpr size_t pauseFrom = 8 << 20;

} // namespace

ListCommand::ListCommand(Settings settings, filter::Expression filter, bool hasHeader)
    : Command(std::move(settings))
    , m_filter(std::move(filter))
    , m_hasHeader(hasHeader)
    , m_link(this->settings().connection)
    , m_table(jobColumns(), this->settings().out)
{
}

void ListCommand::start()
{
    connect(&m_link, &ServerLink::ready, this, &ListCommand::list);
    connect(&m_link, &ServerLink::failed, this, [this](const ConnectionTrouble &trouble, ExitCode code) {
        sayTrouble(trouble);
        finish(code);
    });
    m_link.open();
}

void ListCommand::list()
{
    const DocumentLimits limits;
    m_listing.emplace(m_link.connection(), settings().schema.prefix, limits.bytes, JobListing::Repeats::Skip);
    m_listing->setPageHandler([this](const std::vector<ListedJob> &page) { takePage(page); });
    connect(&*m_listing, &JobListing::finished, this, &ListCommand::complete);
    connect(&*m_listing, &JobListing::failed, this, &ListCommand::breakOff);
    connect(&output(), &Output::drained, this, [this] { m_listing->setPaused(false); });
    m_listing->start();
}

void ListCommand::takePage(const std::vector<ListedJob> &page)
{
    const Timestamp now = m_link.serverNow();
    for (const ListedJob &job : page) {
        const std::optional<QByteArrayView> id = idInKey(settings().schema.prefix, job.key);
        if (!id)
            continue;
        const JobLook look = lookAt(job, *id, m_parser, settings().schema, now);
        m_unreadable += look.isReadable() ? 0 : 1;
        if (m_filter.matches(JobLookSubject(look)))
            print(look);
    }
    passOn();
}

void ListCommand::print(const JobLook &look)
{
    ++m_shown;
    if (settings().isJson) {
        appendJobObject(output().buffer(), look);
        output().buffer() += '\n';
    } else if (m_isFitted) {
        m_table.appendRow(output().buffer(), jobRow(look));
    } else {
        m_sample.append(jobRow(look));
    }
}

void ListCommand::printHeader(const QList<TableRow> &sample)
{
    m_isFitted = true;
    m_table.fitTo(sample);
    if (m_hasHeader)
        m_table.appendHeader(output().buffer());
    for (const TableRow &row : sample)
        m_table.appendRow(output().buffer(), row);
}

void ListCommand::passOn()
{
    if (!m_sample.isEmpty())
        printHeader(std::exchange(m_sample, {}));
    if (output().waitingBytes() < writeFrom)
        return;
    output().send();
    if (output().waitingBytes() > pauseFrom)
        m_listing->setPaused(true);
}

void ListCommand::complete()
{
    if (!settings().isJson && !m_isFitted)
        printHeader({});
    output().finish();
    if (settings().out.isTerminal && settings().err.isTerminal)
        summarise();
    finish(ExitCode::Fine);
}

void ListCommand::breakOff(const Error &why)
{
    passOn();
    const bool isRefused = exitCodeFor(why.kind) == ExitCode::Refused;
    if (m_listing->listed() == 0 || isRefused)
        return fail(why, u"the jobs cannot be listed"_s);
    say("the list is not complete: "_L1 + why.message);
    finish(ExitCode::Findings);
}

void ListCommand::summarise()
{
    const qint64 listed = m_listing->listed();
    QString text = QString::number(m_shown) + (m_shown == 1 ? " job"_L1 : " jobs"_L1);
    if (m_shown != listed)
        text += " of "_L1 + QString::number(listed);
    text += " under "_L1 + QString::fromUtf8(settings().schema.prefix);
    if (m_unreadable > 0)
        text += ", "_L1 + QString::number(m_unreadable) + " not readable"_L1;
    say(text);
}

} // namespace emberwatch::cli
