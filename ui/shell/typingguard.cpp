// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/typingguard.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>

namespace emberwatch {

namespace {

bool takesText(const QObject *widget)
{
    if (const auto *line = qobject_cast<const QLineEdit *>(widget))
        return !line->isReadOnly();
    if (const auto *plain = qobject_cast<const QPlainTextEdit *>(widget))
        return !plain->isReadOnly();
    if (const auto *text = qobject_cast<const QTextEdit *>(widget))
        return !text->isReadOnly();
    return qobject_cast<const QComboBox *>(widget) != nullptr;
}

bool isCommandKey(const QKeyEvent &key)
{
    return (key.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) != 0;
}

bool isWritten(const QKeyEvent &key)
{
    return !key.text().isEmpty() && key.text().front().isPrint();
}

} // namespace

bool TypingGuard::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::ShortcutOverride)
        return QObject::eventFilter(watched, event);
    const auto &key = *static_cast<QKeyEvent *>(event);
    const bool isForField = takesText(watched) && !isCommandKey(key) && isWritten(key);
    const bool isForButton = qobject_cast<QAbstractButton *>(watched) && key.key() == Qt::Key_Space;
    if (!isForField && !isForButton)
        return QObject::eventFilter(watched, event);
    // Accepted, the key is no shortcut and comes again as a key press.
    event->accept();
    return true;
}

} // namespace emberwatch
