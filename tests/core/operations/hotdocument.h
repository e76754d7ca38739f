// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace emberwatch::test {

// Documents of the campaign's hot keys, as text: made, looked into and merged without the code under test.

/// Where the value of the last top-level member of that name stands; size 0: there is none.
struct ValueSpan
{
    qsizetype from = 0;
    qsizetype size = 0;
};
[[nodiscard]] ValueSpan memberSpan(QByteArrayView document, QByteArrayView name);
[[nodiscard]] QByteArrayView memberOf(QByteArrayView document, QByteArrayView name);
/// The same document with another value there; all other bytes as they were.
[[nodiscard]] QByteArray withMember(const QByteArray &document, QByteArrayView name, const QByteArray &value);

/// A new job with members that nobody of us knows, in one of several orders and spacings.
[[nodiscard]] QByteArray hotDocument(const QByteArray &id, quint64 random);
/// Which producer's how manyth write it is: the member "w", new with each write. It follows a document
/// through all that others make of it.
[[nodiscard]] QByteArray markOf(QByteArrayView document);
[[nodiscard]] QByteArray marked(const QByteArray &document, int producer, qint64 write);
/// The document without what may be edited: the values of status and progress.
[[nodiscard]] QByteArray foreignBytes(const QByteArray &document);

/// "comfyui:job:hot-7"
[[nodiscard]] QByteArray hotKey(int number);
[[nodiscard]] QByteArray hotId(int number);
constexpr int hotKeys = 50;

} // namespace emberwatch::test
