// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comfysim/pythonjson.h"

#include <QString>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace emberwatch::comfysim::json {

namespace {

void appendEscape(QByteArray &out, char16_t unit)
{
    static constexpr char digits[] = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += digits[(unit >> shift) & 0xf];
}

void appendCharacter(QByteArray &out, char16_t unit)
{
    switch (unit) {
    case u'"':
        out += "\\\"";
        return;
    case u'\\':
        out += "\\\\";
        return;
    case u'\n':
        out += "\\n";
        return;
    case u'\r':
        out += "\\r";
        return;
    case u'\t':
        out += "\\t";
        return;
    case u'\b':
        out += "\\b";
        return;
    case u'\f':
        out += "\\f";
        return;
    default:
        break;
    }
    if (unit < 0x20 || unit > 0x7e)
        appendEscape(out, unit);
    else
        out += static_cast<char>(unit);
}

void appendNumber(QByteArray &out, const Value &value)
{
    if (value.IsUint64())
        out += QByteArray::number(static_cast<qulonglong>(value.GetUint64()));
    else if (value.IsInt64())
        out += QByteArray::number(static_cast<qlonglong>(value.GetInt64()));
    else
        out += number(value.GetDouble());
}

void append(QByteArray &out, const Value &value);

void appendObject(QByteArray &out, const Value &value)
{
    out += '{';
    bool isFirst = true;
    for (const auto &entry : value.GetObject()) {
        out += isFirst ? "" : ", ";
        out += quoted(bytes(entry.name)) + ": ";
        append(out, entry.value);
        isFirst = false;
    }
    out += '}';
}

void appendArray(QByteArray &out, const Value &value)
{
    out += '[';
    bool isFirst = true;
    for (const Value &entry : value.GetArray()) {
        out += isFirst ? "" : ", ";
        append(out, entry);
        isFirst = false;
    }
    out += ']';
}

void append(QByteArray &out, const Value &value)
{
    switch (value.GetType()) {
    case rapidjson::kNullType:
        out += "null";
        return;
    case rapidjson::kFalseType:
        out += "false";
        return;
    case rapidjson::kTrueType:
        out += "true";
        return;
    case rapidjson::kObjectType:
        appendObject(out, value);
        return;
    case rapidjson::kArrayType:
        appendArray(out, value);
        return;
    case rapidjson::kStringType:
        out += quoted(bytes(value));
        return;
    case rapidjson::kNumberType:
        appendNumber(out, value);
        return;
    }
}

} // namespace

std::optional<Document> parse(const QByteArray &text)
{
    constexpr unsigned flags = rapidjson::kParseNanAndInfFlag | rapidjson::kParseFullPrecisionFlag
        | rapidjson::kParseIterativeFlag;
    Document document;
    document.Parse<flags>(text.constData(), static_cast<size_t>(text.size()));
    if (document.HasParseError())
        return std::nullopt;
    return document;
}

QByteArray text(const Value &value)
{
    QByteArray out;
    append(out, value);
    return out;
}

QByteArray quoted(const QByteArray &utf8)
{
    QByteArray out("\"");
    for (const QChar unit : QString::fromUtf8(utf8))
        appendCharacter(out, unit.unicode());
    return out + '"';
}

QByteArray number(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "Infinity" : "-Infinity";
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.begin(), digits.end(), value).ptr;
    QByteArray out(digits.data(), end - digits.data());
    if (!out.contains('.') && !out.contains('e'))
        out += ".0";
    return out;
}

QByteArray number(qint64 value)
{
    return QByteArray::number(value);
}

QByteArray boolean(bool value)
{
    return value ? "true" : "false";
}

QByteArray object(const QList<Member> &members)
{
    QByteArray out("{");
    for (const Member &entry : members) {
        if (entry.text.isNull())
            continue;
        out += out.size() > 1 ? ", " : "";
        out += quoted(entry.name) + ": " + entry.text;
    }
    return out + '}';
}

QByteArray array(const QList<QByteArray> &texts)
{
    return '[' + texts.join(", ") + ']';
}

QByteArray strings(const QList<QByteArray> &texts)
{
    QList<QByteArray> quotedTexts;
    for (const QByteArray &entry : texts)
        quotedTexts << quoted(entry);
    return array(quotedTexts);
}

const Value *member(const Value *value, const char *name)
{
    if (!value || !value->IsObject())
        return nullptr;
    const auto found = value->FindMember(name);
    return found == value->MemberEnd() ? nullptr : &found->value;
}

QByteArray stringAt(const Value *object, const char *name, const QByteArray &otherwise)
{
    const Value *found = member(object, name);
    return found && found->IsString() ? bytes(*found) : otherwise;
}

double numberAt(const Value *object, const char *name, double otherwise)
{
    const Value *found = member(object, name);
    return found && found->IsNumber() ? found->GetDouble() : otherwise;
}

int integerAt(const Value *object, const char *name, int otherwise)
{
    constexpr double limit = 2e9;
    return static_cast<int>(std::clamp(numberAt(object, name, otherwise), -limit, limit));
}

bool isTruthy(const Value *value)
{
    if (!value)
        return false;
    switch (value->GetType()) {
    case rapidjson::kTrueType:
        return true;
    case rapidjson::kObjectType:
        return !value->ObjectEmpty();
    case rapidjson::kArrayType:
        return !value->Empty();
    case rapidjson::kStringType:
        return value->GetStringLength() > 0;
    case rapidjson::kNumberType:
        return value->GetDouble() != 0;
    default:
        return false;
    }
}

QByteArray bytes(const Value &string)
{
    return {string.GetString(), static_cast<qsizetype>(string.GetStringLength())};
}

} // namespace emberwatch::comfysim::json
