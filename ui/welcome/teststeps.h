// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diagnosis/finding.h"

#include <QList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QGridLayout;
class QLabel;
QT_END_NAMESPACE

namespace emberwatch {

class ThemeSource;

/// What a test has found so far, step by step: icon, word, meaning; the step that is being looked at is named
/// too. Steps that say nothing about connecting are shown only where something is wrong with them.
class TestSteps : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives the steps
    explicit TestSteps(const ThemeSource *themes, QWidget *parent = nullptr);

    /// A new test begins.
    void begin(bool hasTls);
    void add(const Finding &finding);
    void finish();
    void clear();
    /// "Reach: ok, 3 ms": what is shown, a line a step.
    [[nodiscard]] QString text() const;

private:
    struct Row
    {
        QLabel *icon = nullptr;
        QLabel *title = nullptr;
        QWidget *meaning = nullptr;
        Finding finding;
    };
    void showPending();
    void removePending();
    [[nodiscard]] QWidget *meaningOf(const Finding &finding);
    void addRemedy(QWidget *under, const QString &remedy);
    void lookAnew();
    void look(const Row &row) const;

    const ThemeSource *m_themes;
    QGridLayout *m_grid;
    QList<Row> m_rows;
    QList<DiagnosisStep> m_expected; ///< not yet found, in order
    QLabel *m_pendingIcon = nullptr;
    QLabel *m_pending = nullptr;
};

} // namespace emberwatch
