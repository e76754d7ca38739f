// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/triage/sourcecomparison.h"

#include <QFrame>

#include <array>

class QLabel;

namespace emberwatch {

class ThemeSource;

/// One line of a source's card: what it is, what the source says, and whether that differs.
class ComparedRow : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    ComparedRow(const ThemeSource *themes, ComparedLine line, QWidget *parent = nullptr);

    void setValue(const ComparedValue &value);
    void setStale(bool isStale);
    [[nodiscard]] const ComparedValue &value() const { return m_value; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int labelWidth() const;

    const ThemeSource *m_themes;
    ComparedLine m_line;
    ComparedValue m_value;
    bool m_isStale = false;
};

/// What one source says of a job.
class SourceCard : public QFrame
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    SourceCard(const ThemeSource *themes, EvidenceSource source, QWidget *parent = nullptr);

    void show(const SourceReading &reading);
    void setAge(const QString &text);
    void setStale(bool isStale);
    [[nodiscard]] const ComparedRow &row(ComparedLine line) const
    {
        return *m_rows[static_cast<size_t>(line)];
    }

private:
    void lookAnew();

    const ThemeSource *m_themes;
    EvidenceSource m_source;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_age;
    std::array<ComparedRow *, comparedLineCount> m_rows{};
    QLabel *m_foot;
};

} // namespace emberwatch
