// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/findingtext.h"

#include <QStringList>

#include <array>

namespace emberwatch::cli {

using namespace Qt::StringLiterals;
using State = Finding::State;

namespace {

constexpr int titleColumns = 14;
constexpr int indentColumns = 2 + titleColumns + 2;

struct Mark
{
    QString sign;
    Style style;
};

Mark markOf(State state)
{
    switch (state) {
    case State::Ok:
        return {u"✓"_s, Style::Green};
    case State::Off:
        return {u"○"_s, Style::Dim};
    case State::Warning:
        return {u"!"_s, Style::Yellow};
    case State::Problem:
        return {u"✗"_s, Style::Red};
    case State::Unknown:
        return {u"?"_s, Style::Yellow};
    }
    return {};
}

void append(std::string &to, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    to.append(bytes.constData(), static_cast<size_t>(bytes.size()));
}

/// At spaces, so that no line is longer than the terminal is wide; a word that is longer stays whole.
QStringList wrapped(const QString &line, int columns)
{
    QStringList lines{QString()};
    for (const QString &word : line.split(u' ')) {
        QString &last = lines.last();
        if (last.isEmpty())
            last = word;
        else if (columnsOf(last) + 1 + columnsOf(word) <= columns)
            last += u' ' + word;
        else
            lines.append(word);
    }
    return lines;
}

QStringList linesFor(const Terminal &terminal, const QString &text)
{
    if (text.isEmpty())
        return {};
    if (!terminal.isTerminal)
        return text.split(u'\n');
    QStringList lines;
    for (const QString &line : text.split(u'\n'))
        lines += wrapped(line, std::max(terminal.columns - indentColumns, 20));
    return lines;
}

int countOf(const std::map<State, int> &counts, State state)
{
    const auto found = counts.find(state);
    return found == counts.end() ? 0 : found->second;
}

QString counted(int count, const QString &noun)
{
    return QString::number(count) + u' ' + noun + (count == 1 ? QString() : u"s"_s);
}

} // namespace

void appendFindingText(std::string &to, const Finding &finding, const Terminal &terminal)
{
    const Mark mark = markOf(finding.state);
    const QString indent = QString(indentColumns, u' ');
    const QStringList sentence = linesFor(terminal, finding.sentence);
    append(to,
        styled(terminal, mark.style, mark.sign) + u' ' + styled(terminal, Style::Bold, titleOf(finding.step))
            + QString(titleColumns + 2 - titleOf(finding.step).size(), u' ') + sentence.join(u'\n' + indent)
            + u'\n');
    for (const QString &line : linesFor(terminal, finding.detail))
        append(to, indent + styled(terminal, Style::Dim, line) + u'\n');
    if (finding.remedy.isEmpty())
        return;
    for (const QString &line : finding.remedy.split(u'\n'))
        append(to, indent + styled(terminal, Style::Blue, u"> "_s + line) + u'\n');
}

void appendSummaryText(std::string &to, const std::map<State, int> &counts, const Terminal &terminal)
{
    const int problems = countOf(counts, State::Problem);
    const int warnings = countOf(counts, State::Warning);
    if (problems == 0 && warnings == 0)
        return append(to, u"\nAll is well.\n"_s);
    QStringList parts;
    if (problems > 0)
        parts.append(styled(terminal, Style::Red, counted(problems, u"problem"_s)));
    if (warnings > 0)
        parts.append(styled(terminal, Style::Yellow, counted(warnings, u"warning"_s)));
    append(to, u'\n' + parts.join(u", "_s) + u".\n"_s);
}

} // namespace emberwatch::cli
