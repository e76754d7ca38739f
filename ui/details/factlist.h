// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/details/jobfacts.h"

#include <QList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QGridLayout;
class QLabel;
QT_END_NAMESPACE

namespace emberwatch {

class ThemeSource;
class ValueLabel;

/// Labels left, values right, one line each. Updates in place.
class FactList : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives the list
    explicit FactList(const ThemeSource *themes, QWidget *parent = nullptr);

    void setFacts(const QList<JobFact> &facts);
    /// Without colours: what is shown is no longer true.
    void setMuted(bool isMuted);

private:
    struct Line
    {
        QLabel *label;
        ValueLabel *value;
    };
    void addLine();
    void show(const Line &line, const JobFact &fact) const;

    const ThemeSource *m_themes;
    QGridLayout *m_grid;
    QList<Line> m_lines;
    QList<JobFact> m_facts;
    bool m_isMuted = false;
};

} // namespace emberwatch
