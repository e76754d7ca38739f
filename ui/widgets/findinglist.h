// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diagnosis/finding.h"

#include <QWidget>

class QGridLayout;

namespace emberwatch {

class ThemeSource;

/// What the doctor found, one row a step: sign and title, what it means, and the lines that an administrator
/// may run.
class FindingList : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    explicit FindingList(const ThemeSource *themes, QWidget *parent = nullptr);

    void add(const Finding &finding);
    /// All as text, for a report.
    [[nodiscard]] QString text() const;

private:
    const ThemeSource *m_themes;
    QGridLayout *m_grid;
    QList<Finding> m_findings;
};

} // namespace emberwatch
