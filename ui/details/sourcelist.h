// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/details/sourcelines.h"

#include <QWidget>

class QLabel;

namespace emberwatch {

class SteadyLabel;
class ThemeSource;
class ValueLabel;

/// What each source says, one line each: sign, name, reading, age. Updates in place.
class SourceList : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives the list
    explicit SourceList(const ThemeSource *themes, QWidget *parent = nullptr);

    void setLines(const QList<SourceLine> &lines);
    /// Without colours: what is shown is no longer true.
    void setMuted(bool isMuted);

private:
    struct Row
    {
        QLabel *picture;
        SteadyLabel *name;
        ValueLabel *value;
        SteadyLabel *age;
    };
    void addRow(int row);
    void show(const Row &row, const SourceLine &line) const;
    void lookAnew();

    const ThemeSource *m_themes;
    QList<Row> m_rows;
    QList<SourceLine> m_lines;
    bool m_isMuted = false;
};

} // namespace emberwatch
