// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/jobjson.h"
#include "app/cli/jsonoutput.h"
#include "app/cli/watchprinter.h"

namespace emberwatch::cli {

namespace {

class JsonWatchPrinter : public WatchPrinter
{
public:
    explicit JsonWatchPrinter(std::string &to)
        : m_to(to)
    {
    }
    void printUpsert(const JobLook &look, bool isNew, Timestamp serverNow) override;
    void printRemoval(QByteArrayView id, QByteArrayView cause, Timestamp serverNow) override;
    void printSnapshot(qint64 jobs) override;
    void printFeed(const FeedHealth &health) override;

private:
    void appendText(std::string_view name, const QString &text);

    std::string &m_to;
};

void JsonWatchPrinter::printUpsert(const JobLook &look, bool /*isNew*/, Timestamp /*serverNow*/)
{
    m_to += R"({"event":"upsert","job":)";
    appendJobObject(m_to, look);
    m_to += "}\n";
}

void JsonWatchPrinter::printRemoval(QByteArrayView id, QByteArrayView cause, Timestamp /*serverNow*/)
{
    m_to += R"({"event":"remove",)";
    appendIdMembers(m_to, id);
    m_to += ",\"cause\":";
    appendJsonString(m_to, cause);
    m_to += "}\n";
}

void JsonWatchPrinter::printSnapshot(qint64 jobs)
{
    m_to += R"({"event":"snapshot","jobs":)";
    appendJsonNumber(m_to, jobs);
    m_to += "}\n";
}

void JsonWatchPrinter::printFeed(const FeedHealth &health)
{
    m_to += R"({"event":"feed","rung":)";
    appendJsonString(m_to, wordOf(health.rung));
    m_to += ",\"state\":";
    appendJsonString(m_to, wordOf(health.state));
    m_to += health.isRungProven ? ",\"proven\":true" : ",\"proven\":false";
    appendText(",\"reason\":", health.rungReason);
    appendText(",\"error\":", health.error ? health.error->message : QString());
    appendText(",\"server\":", health.server);
    appendText(",\"version\":", health.version);
    appendText(",\"role\":", health.role);
    m_to += "}\n";
}

void JsonWatchPrinter::appendText(std::string_view name, const QString &text)
{
    m_to += name;
    if (text.isEmpty())
        m_to += "null";
    else
        appendJsonString(m_to, text.toUtf8());
}

} // namespace

std::unique_ptr<WatchPrinter> jsonWatchPrinter(std::string &to)
{
    return std::make_unique<JsonWatchPrinter>(to);
}

} // namespace emberwatch::cli
