// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/welcome/maskedaddress.h"

namespace emberwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr QChar dot = u'\u2022';

struct Span
{
    qsizetype from = 0;
    qsizetype length = 0;
};

/// Where a password stands: behind the first colon of the part before the last @, or that whole part.
Span passwordIn(const QString &text)
{
    const qsizetype scheme = text.indexOf("://"_L1);
    const qsizetype at = text.lastIndexOf(u'@');
    const qsizetype begin = scheme < 0 ? 0 : scheme + 3;
    if (at < begin)
        return {};
    const qsizetype colon = text.indexOf(u':', begin);
    const qsizetype from = colon >= 0 && colon < at ? colon + 1 : begin;
    return {from, at - from};
}

} // namespace

QString MaskedAddress::mask()
{
    return QString(6, dot);
}

void MaskedAddress::edit(const QString &text)
{
    m_shown = text;
    const Span span = passwordIn(text);
    if (span.length == 0) {
        // The @ may be gone for a moment only.
        if (!text.contains(mask()))
            m_password.clear();
        if (m_password.isEmpty())
            m_shown.remove(dot);
        return;
    }
    QString part = text.sliced(span.from, span.length);
    if (part == mask() && hasPassword())
        return;
    m_password = part.remove(dot);
    m_shown.replace(span.from, span.length, hasPassword() ? mask() : QString());
}

QString MaskedAddress::whole() const
{
    // Only where it is a password: without the @ it would be taken for a host, looked up and shown.
    const Span span = passwordIn(m_shown);
    if (QStringView(m_shown).sliced(span.from, span.length) != mask())
        return m_shown;
    return QString(m_shown).replace(span.from, span.length, m_password);
}

} // namespace emberwatch
