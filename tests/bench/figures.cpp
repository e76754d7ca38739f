// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/figures.h"

#include <QFile>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace emberwatch::bench {

using namespace Qt::StringLiterals;

Figures::Figures(QString title)
    : m_title(std::move(title))
{
}

void Figures::add(
    const QString &what, const QString &goal, const QString &measured, std::optional<bool> isMet)
{
    m_rows.push_back({what, goal, measured, isMet});
}

void Figures::print() const
{
    qsizetype whatWidth = 6;
    qsizetype goalWidth = 4;
    qsizetype measuredWidth = 8;
    for (const Row &row : m_rows) {
        whatWidth = std::max(whatWidth, row.what.size());
        goalWidth = std::max(goalWidth, row.goal.size());
        measuredWidth = std::max(measuredWidth, row.measured.size());
    }
    const auto line
        = [&](const QString &what, const QString &goal, const QString &measured, const QString &isMet) {
              const QString text = what.leftJustified(whatWidth) + u" | "_s + goal.leftJustified(goalWidth)
                  + u" | "_s + measured.leftJustified(measuredWidth) + u" | "_s + isMet;
              std::printf("%s\n", qPrintable(text));
          };
    std::printf("\n%s\n", qPrintable(m_title));
    line(u"figure"_s, u"goal"_s, u"measured"_s, u"met"_s);
    line(QString(whatWidth, u'-'), QString(goalWidth, u'-'), QString(measuredWidth, u'-'), u"---"_s);
    for (const Row &row : m_rows)
        line(row.what, row.goal, row.measured, !row.isMet ? QString() : *row.isMet ? u"yes"_s : u"NO"_s);
    std::fflush(stdout);
}

QString ms(double milliseconds)
{
    return milliseconds < 10 ? u"%1 ms"_s.arg(milliseconds, 0, 'f', 2)
                             : u"%1 ms"_s.arg(milliseconds, 0, 'f', 0);
}

QString ratio(double value)
{
    return u"%1 x"_s.arg(value, 0, 'f', 2);
}

double median(std::vector<double> values)
{
    return percentile(std::move(values), 0.5);
}

double percentile(std::vector<double> values, double part)
{
    if (values.empty())
        return std::nan("");
    std::sort(values.begin(), values.end());
    const auto last = static_cast<double>(values.size() - 1);
    return values[static_cast<size_t>(std::lround(part * last))];
}

qint64 residentBytes()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).simplified().split(' ').first().toLongLong() * 1024;
    }
    return 0;
}

} // namespace emberwatch::bench
