// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/triage/triagekind.h"

#include <QListView>

namespace emberwatch {

class ThemeSource;
class TriageListModel;

/// The list of kinds: one is chosen at a time.
class TriageList : public QListView
{
    Q_OBJECT
public:
    /// @param themes, model  outlive it
    TriageList(const ThemeSource *themes, TriageListModel *model, QWidget *parent = nullptr);

    void choose(TriageKind kind);
    [[nodiscard]] TriageKind chosen() const;
    /// What is shown was true once.
    void setStale(bool isStale);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {sizeHint().width(), 0}; }

Q_SIGNALS:
    void kindChosen(emberwatch::TriageKind kind);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    const ThemeSource *m_themes;
    TriageListModel *m_model;
};

} // namespace emberwatch
