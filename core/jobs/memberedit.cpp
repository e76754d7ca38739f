// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/memberedit.h"

#include "core/redis/reply.h"

namespace emberwatch {

namespace {

QByteArray replaced(QByteArrayView text, qsizetype position, qsizetype length, QByteArrayView by)
{
    QByteArray result;
    result.reserve(text.size() - length + by.size());
    result.append(text.first(position));
    result.append(by);
    result.append(text.sliced(position + length));
    return result;
}

QByteArray appended(QByteArrayView object, Member member, QByteArrayView value)
{
    const qsizetype brace = object.lastIndexOf('}');
    const bool isEmpty = object.first(brace).trimmed().endsWith('{');
    QByteArray text(isEmpty ? "" : ",");
    text.append('"').append(nameOf(member)).append("\":").append(value);
    // Behind the last value, so that white space before the brace stays before the brace.
    qsizetype position = brace;
    while (position > 0 && QByteArrayView(" \t\r\n").contains(object[position - 1]))
        --position;
    return replaced(object, position, 0, text);
}

} // namespace

QByteArray withMember(QByteArrayView object, Member member, QByteArrayView value, DocumentLimits limits)
{
    const QByteArray padded = object.toByteArray() + QByteArray(redis::Reply::padding, '\0');
    const QByteArrayView document = QByteArrayView(padded).first(object.size());
    DocumentWalk walker(limits);
    const DocumentWalk::Outcome &found = walker.walk(document);
    if (found.unreadable != Unreadable::No)
        return object.toByteArray();
    const QByteArrayView old = found.value(member);
    if (old.isEmpty())
        return appended(document, member, value);
    return replaced(document, old.begin() - document.begin(), old.size(), value);
}

} // namespace emberwatch
