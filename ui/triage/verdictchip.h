// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/triage/triagekind.h"

#include <QWidget>

namespace emberwatch {

class ThemeSource;

/// A verdict as a chip: icon and word on its tint.
class VerdictChip : public QWidget
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    explicit VerdictChip(const ThemeSource *themes, QWidget *parent = nullptr);

    /// @param flags  said behind the word: "untracked"
    void setLook(const TriageLook &look, const QString &flags);
    void setStale(bool isStale);
    [[nodiscard]] QString text() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const ThemeSource *m_themes;
    TriageLook m_look;
    QString m_flags;
    bool m_isStale = false;
};

} // namespace emberwatch
