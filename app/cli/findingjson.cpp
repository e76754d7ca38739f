// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/findingtext.h"
#include "app/cli/jsonoutput.h"

#include <array>

namespace emberwatch::cli {

using State = Finding::State;

namespace {

void appendMember(std::string &to, std::string_view name, const QString &text)
{
    to += ",\"";
    to += name;
    to += "\":";
    if (text.isEmpty())
        to += "null";
    else
        appendJsonString(to, text.toUtf8());
}

void appendWord(std::string &to, std::string_view name, QByteArrayView word)
{
    to += name;
    appendJsonString(to, word);
}

void appendFacts(std::string &to, const QList<Fact> &facts)
{
    to += ",\"facts\":{";
    bool isFirst = true;
    for (const Fact &fact : facts) {
        if (!std::exchange(isFirst, false))
            to += ',';
        appendJsonString(to, fact.name);
        to += ':';
        if (const auto *number = std::get_if<qint64>(&fact.value))
            appendJsonNumber(to, *number);
        else
            appendJsonString(to, std::get<QString>(fact.value).toUtf8());
    }
    to += '}';
}

void appendRights(std::string &to, const QList<CommandRight> &rights)
{
    to += ",\"rights\":[";
    bool isFirst = true;
    for (const CommandRight &right : rights) {
        appendWord(to, std::exchange(isFirst, false) ? "{\"command\":" : ",{\"command\":", right.command);
        appendMember(to, "object", QString::fromUtf8(right.object));
        appendWord(to, ",\"answer\":", wordOf(right.answer));
        appendMember(to, "text", right.text);
        to += '}';
    }
    to += ']';
}

} // namespace

void appendFindingJson(std::string &to, const Finding &finding)
{
    appendWord(to, "{\"step\":", wordOf(finding.step));
    appendWord(to, ",\"state\":", wordOf(finding.state));
    appendMember(to, "sentence", finding.sentence);
    appendMember(to, "detail", finding.detail);
    appendMember(to, "remedy", finding.remedy);
    appendFacts(to, finding.facts);
    appendRights(to, finding.rights);
    to += "}\n";
}

void appendSummaryJson(std::string &to, const std::map<State, int> &counts)
{
    to += "{\"step\":\"summary\"";
    for (const State state : {State::Ok, State::Off, State::Warning, State::Problem, State::Unknown}) {
        appendWord(to, ",", wordOf(state));
        to += ':';
        const auto found = counts.find(state);
        appendJsonNumber(to, found == counts.end() ? 0 : found->second);
    }
    to += "}\n";
}

} // namespace emberwatch::cli
