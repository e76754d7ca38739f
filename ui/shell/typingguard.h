// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace emberwatch {

/// Lets keys without Ctrl or Alt be commands only while nobody types: a text field keeps every key that it
/// could take, and a focused button keeps Space, which presses it. Installed on the application.
class TypingGuard : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace emberwatch
