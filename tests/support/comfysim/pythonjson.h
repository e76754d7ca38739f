// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <rapidjson/document.h>

#include <QByteArray>
#include <QList>

#include <initializer_list>
#include <optional>

/// JSON as Python's encoder writes and reads it: ", " and ": " between, ASCII only, bare NaN and Infinity,
/// integers to 2^64-1 digit by digit, 5.0 for a whole float.
namespace emberwatch::comfysim::json {

using Value = rapidjson::Value;
using Document = rapidjson::Document;

[[nodiscard]] std::optional<Document> parse(const QByteArray &text);

/// The text of a parsed value.
[[nodiscard]] QByteArray text(const Value &value);
[[nodiscard]] QByteArray quoted(const QByteArray &utf8);
[[nodiscard]] QByteArray number(double value);
[[nodiscard]] QByteArray number(qint64 value);
[[nodiscard]] QByteArray boolean(bool value);

struct Member
{
    QByteArray name{};
    QByteArray text{}; ///< JSON; a null byte array leaves the member out
};
[[nodiscard]] QByteArray object(const QList<Member> &members);
[[nodiscard]] QByteArray array(const QList<QByteArray> &texts);
/// An array of strings.
[[nodiscard]] QByteArray strings(const QList<QByteArray> &texts);

/// The member of that name, or nullptr: also where `value` is nullptr or no object.
[[nodiscard]] const Value *member(const Value *value, const char *name);
[[nodiscard]] QByteArray stringAt(const Value *object, const char *name, const QByteArray &otherwise = {});
[[nodiscard]] double numberAt(const Value *object, const char *name, double otherwise);
[[nodiscard]] int integerAt(const Value *object, const char *name, int otherwise);
/// Python's idea of true.
[[nodiscard]] bool isTruthy(const Value *value);
[[nodiscard]] QByteArray bytes(const Value &string);

} // namespace emberwatch::comfysim::json
