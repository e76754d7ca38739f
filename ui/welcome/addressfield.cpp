// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/welcome/addressfield.h"

#include "ui/theme/themesource.h"
#include "ui/welcome/pastedaddress.h"

#include <algorithm>

namespace emberwatch {

namespace {

/// Nobody types two characters at once.
bool isPaste(const QString &before, const QString &after)
{
    return after.size() > before.size() + 1;
}

} // namespace

AddressField::AddressField(const ThemeSource *themes, QWidget *parent)
    : QLineEdit(parent)
{
    setInputMethodHints(Qt::ImhUrlCharactersOnly | Qt::ImhNoPredictiveText | Qt::ImhSensitiveData);
    const auto applyFont = [this, themes] { setFont(themes->fonts().mono); };
    applyFont();
    connect(themes, &ThemeSource::themeChanged, this, applyFont);
    connect(this, &QLineEdit::textEdited, this, &AddressField::take);
}

void AddressField::setAddress(const QString &url)
{
    m_address = MaskedAddress();
    m_address.edit(redisUrlIn(url));
    m_before = m_address.shown();
    setText(m_before);
}

QString AddressField::address() const
{
    return redisUrlIn(m_address.whole());
}

void AddressField::take(const QString &text)
{
    const qsizetype behindCursor = text.size() - cursorPosition();
    m_address.edit(isPaste(m_before, text) ? redisUrlIn(text) : text);
    m_before = m_address.shown();
    if (m_before != text) {
        // Also forgets the steps that could be undone, and a password with them.
        setText(m_before);
        setCursorPosition(static_cast<int>(std::max<qsizetype>(0, m_before.size() - behindCursor)));
    }
    Q_EMIT addressEdited();
}

} // namespace emberwatch
