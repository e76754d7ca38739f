// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <initializer_list>
#include <span>

namespace emberwatch::redis {

/// Commands that go out in one write, encoded as they are added. One command is a batch of one.
class Commands
{
public:
    Commands() = default;
    /// One command: name and arguments.
    Commands(std::initializer_list<QByteArrayView> words) { add(words); }
    /// A brace too many: {{"GET", "key"}} would be one word, the bytes between the two addresses.
    Commands(std::initializer_list<std::initializer_list<QByteArrayView>>) = delete;

    void add(std::initializer_list<QByteArrayView> words);
    void add(std::span<const QByteArrayView> words);

    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] bool isEmpty() const { return m_count == 0; }
    [[nodiscard]] const QByteArray &encoded() const { return m_encoded; }

private:
    QByteArray m_encoded;
    int m_count = 0;
};

} // namespace emberwatch::redis
