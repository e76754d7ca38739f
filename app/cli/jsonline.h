// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>
#include <string>
#include <string_view>

namespace emberwatch::cli {

/// One JSON object with its members in the order in which they are added, on a line of its own: for what is
/// printed a few times. Where a value is not known the member is null.
class JsonLine
{
public:
    void text(std::string_view name, QByteArrayView value);
    void text(std::string_view name, const std::optional<QString> &value);
    void text(std::string_view name, const QString &value) { text(name, std::optional(value)); }
    void number(std::string_view name, std::optional<qint64> value);
    void flag(std::string_view name, std::optional<bool> value);
    void texts(std::string_view name, const QStringList &values);
    /// JSON that is there already; empty: null.
    void json(std::string_view name, QByteArrayView value);
    /// Bytes: the text where they are UTF-8, else null with NAMEBase64 beside it.
    void bytes(std::string_view name, const std::optional<QByteArray> &value);

    /// "{...}".
    [[nodiscard]] std::string object() const { return '{' + m_members + '}'; }
    void appendTo(std::string &to) const { to += object() + '\n'; }

private:
    void begin(std::string_view name);
    std::string m_members;
};

} // namespace emberwatch::cli
