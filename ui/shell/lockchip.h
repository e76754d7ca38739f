// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace emberwatch {

class ThemeSource;

/// Whether writing is allowed in production: a lock, or an open one with the time that is left. A click asks
/// for the other.
class LockChip : public QAbstractButton
{
    Q_OBJECT
public:
    /// @param themes  outlives it
    explicit LockChip(const ThemeSource *themes, QWidget *parent = nullptr);

    /// @param left         "11:42": how long it is allowed; empty: it is read-only
    /// @param explanation  for the tool tip: by whom, why
    void setState(const QString &left, const QString &explanation);
    [[nodiscard]] bool isOpen() const { return !m_left.isEmpty(); }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QString words() const;

    const ThemeSource *m_themes;
    QString m_left;
};

} // namespace emberwatch
