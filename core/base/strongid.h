// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHashFunctions>
#include <QString>

#include <utility>

namespace emberwatch {

/// A value that cannot be mistaken for another of the same representation.
template <typename Tag, typename Value = QString> class StrongId
{
public:
    StrongId() = default;
    explicit StrongId(Value value)
        : m_value(std::move(value))
    {
    }
    const Value &value() const { return m_value; }
    friend bool operator==(const StrongId &, const StrongId &) = default;
    friend size_t qHash(const StrongId &id, size_t seed = 0) { return qHash(id.m_value, seed); }

private:
    Value m_value{}; ///< of a number, too
};

/// The server's id of a submitted prompt, the key of a job everywhere. The key's own bytes, not always UTF-8.
using PromptId = StrongId<struct PromptIdTag, QByteArray>;

} // namespace emberwatch
