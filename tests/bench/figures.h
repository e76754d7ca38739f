// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace emberwatch::bench {

/// The figures of one program, printed as a table: what, goal, measured, met or not. A figure without a goal
/// is printed for comparison.
class Figures
{
public:
    explicit Figures(QString title);
    void add(
        const QString &what, const QString &goal, const QString &measured, std::optional<bool> isMet = {});
    void print() const;

private:
    struct Row
    {
        QString what;
        QString goal;
        QString measured;
        std::optional<bool> isMet;
    };
    QString m_title;
    std::vector<Row> m_rows;
};

[[nodiscard]] QString ms(double milliseconds);
[[nodiscard]] QString ratio(double value);
[[nodiscard]] double median(std::vector<double> values);
/// @param part  0..1: 0.99 is the 99th percentile
[[nodiscard]] double percentile(std::vector<double> values, double part);
/// Resident memory of this process in bytes (VmRSS).
[[nodiscard]] qint64 residentBytes();

} // namespace emberwatch::bench
