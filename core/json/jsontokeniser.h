// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <vector>

namespace emberwatch {

/// A piece of a JSON text as it stands there: nothing is unescaped, rounded or normalised.
struct JsonToken
{
    enum class Kind : quint8
    {
        ObjectOpen,
        ObjectClose,
        ArrayOpen,
        ArrayClose,
        Colon,
        Comma,
        Key, ///< with its quotes
        String, ///< with its quotes
        Number,
        Atom, ///< true, false, null
    };
    Kind kind = Kind::Atom;
    QByteArrayView text;
    bool operator==(const JsonToken &other) const { return kind == other.kind && text == other.text; }
};

/// Where a text stops being JSON.
struct JsonFault
{
    qsizetype offset = 0; ///< byte
    QByteArray expected; ///< what should have stood there, English: "a value"
    bool operator==(const JsonFault &) const = default;
};

/// Takes a JSON text (RFC 8259) apart, token by token, and checks its grammar on the way. Bytes outside of
/// ASCII are taken as they are: whether they are UTF-8 is asked elsewhere. Needs no recursion and copies
/// nothing.
class JsonTokeniser
{
public:
    /// @param document  outlives the tokeniser and its tokens
    explicit JsonTokeniser(QByteArrayView document, int depthLimit = 256);

    /// nullopt at the end, and at the first fault.
    [[nodiscard]] std::optional<JsonToken> next();
    /// Set once next() has come to something that is not JSON.
    [[nodiscard]] const std::optional<JsonFault> &fault() const { return m_fault; }

private:
    enum class Expected : quint8
    {
        Value,
        ValueOrClose,
        Key,
        KeyOrClose,
        Colon,
        CommaOrClose,
        End
    };

    void skipSpace();
    [[nodiscard]] std::optional<JsonToken> key();
    [[nodiscard]] std::optional<JsonToken> value();
    [[nodiscard]] std::optional<JsonToken> open(bool isObject);
    [[nodiscard]] std::optional<JsonToken> close(bool isObject);
    [[nodiscard]] std::optional<JsonToken> commaOrClose();
    [[nodiscard]] JsonToken take(JsonToken::Kind kind, qsizetype length);
    void valueEnded();
    std::nullopt_t fail(qsizetype offset, const char *expected);
    [[nodiscard]] std::optional<qsizetype> stringLength();
    [[nodiscard]] std::optional<qsizetype> numberLength();
    [[nodiscard]] std::optional<qsizetype> atomLength();
    [[nodiscard]] char at(qsizetype offset) const { return offset < m_text.size() ? m_text[offset] : '\0'; }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    int m_depthLimit;
    Expected m_expected = Expected::Value;
    std::vector<bool> m_isObject; ///< of each container that is open
    std::optional<JsonFault> m_fault;
};

} // namespace emberwatch
