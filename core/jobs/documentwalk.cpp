// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/documentwalk.h"

#include "core/base/utf8.h"
#include "core/jobs/jsontext.h"
#include "core/redis/reply.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace emberwatch {

namespace ondemand = simdjson::ondemand;

static_assert(redis::Reply::padding >= static_cast<qsizetype>(simdjson::SIMDJSON_PADDING));

namespace {

constexpr std::array<QByteArrayView, memberCount> memberNames{
    "promptId", "type", "userId", "characterId", "status", "progress", "startedAt", "clientId", "serverUrl"};

/// simdjson keeps its own account of the depth up to this.
constexpr int deepest = 1000;
constexpr size_t firstCapacity = 1024;

constexpr bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

QByteArrayView withoutSpaceBehind(QByteArrayView text)
{
    while (!text.isEmpty() && isSpace(text.back()))
        text.chop(1);
    return text;
}

QByteArrayView trimmed(QByteArrayView text)
{
    while (!text.isEmpty() && isSpace(text.front()))
        text = text.sliced(1);
    return withoutSpaceBehind(text);
}

QByteArrayView withoutQuotes(QByteArrayView string)
{
    return string.sliced(1, string.size() - 2);
}

bool isJsonScalar(QByteArrayView token)
{
    return token == "true" || token == "false" || token == "null" || isJsonNumber(token);
}

/// The length of the string whose content begins at `content`, up to its closing quote; -1 where it has none.
qsizetype stringLength(const char *content, const char *end)
{
    for (const char *at = content; at < end; ++at) {
        if (*at == '"')
            return at - content;
        if (*at == '\\')
            ++at;
    }
    return -1;
}

bool isJsonString(QByteArrayView token)
{
    if (token.size() < 2 || token.front() != '"')
        return false;
    return stringLength(token.begin() + 1, token.end()) == token.size() - 2
        && !firstBadEscape(withoutQuotes(token));
}

QByteArray byteText(qsizetype position)
{
    return "byte " + QByteArray::number(position);
}

/// Where the first byte stands that is no UTF-8. Slow; for messages.
qsizetype firstInvalidUtf8(QByteArrayView text)
{
    const char *at = text.begin();
    while (at != text.end()) {
        const Utf8Char c = decodeUtf8(at, text.end());
        if (!c.isValid)
            break;
        at += c.length;
    }
    return at - text.begin();
}

} // namespace

QByteArrayView nameOf(Member member)
{
    return memberNames[static_cast<size_t>(member)];
}

/// simdjson finds the tokens and whether the bytes are UTF-8, and checks that commas, colons and brackets are
/// where they belong. What it would only check on request is checked here: numbers, escapes, words, the end.
class DocumentWalk::Private
{
public:
    explicit Private(DocumentLimits limits)
        : m_limits(limits)
    {
        m_limits.depth = std::clamp(m_limits.depth, 1, deepest);
    }

    const Outcome &walk(QByteArrayView document)
    {
        m_text = document;
        m_outcome.unreadable = Unreadable::No;
        m_outcome.detail.clear();
        m_outcome.values.fill({});
        m_nextMember = 0;
        walkDocument();
        return m_outcome;
    }

private:
    void walkDocument();
    void walkRoot();
    void walkRootObject();
    void walkRootArray();
    void judgeRootScalar(QByteArrayView root);
    bool walkObject(ondemand::object object, int depth);
    bool walkMember(ondemand::field &&field, int depth);
    bool walkArray(ondemand::array array, int depth);
    bool walkValue(ondemand::value &&value, int depth, QByteArrayView *token);
    QByteArrayView upToNextToken(QByteArrayView token);
    bool walkString(ondemand::value &value, QByteArrayView token);
    std::optional<QByteArrayView> nameAt(const char *content);
    std::optional<QByteArrayView> escapedNameAt(const char *content);
    std::optional<Member> memberOf(QByteArrayView name);
    bool expectEnd();

    simdjson::error_code findTokens();
    bool fail(Unreadable why, QByteArray detail);
    bool failAt(Unreadable why, const char *where) { return fail(why, byteText(where - m_text.begin())); }
    bool failHere();
    void failTokens(simdjson::error_code error);

    DocumentLimits m_limits;
    ondemand::parser m_parser;
    ondemand::document m_document;
    QByteArrayView m_text;
    std::string m_name;
    size_t m_nextMember = 0;
    Outcome m_outcome;
};

void DocumentWalk::Private::walkDocument()
{
    if (m_text.isEmpty()) {
        fail(Unreadable::Empty, {});
        return;
    }
    if (m_text.size() > m_limits.bytes) {
        fail(Unreadable::TooLarge, QByteArray::number(m_text.size()) + " bytes");
        return;
    }
    const simdjson::error_code error = findTokens();
    if (error)
        failTokens(error);
    else
        walkRoot();
}

simdjson::error_code DocumentWalk::Private::findTokens()
{
    const auto size = static_cast<size_t>(m_text.size());
    if (m_parser.capacity() < size) {
        const size_t capacity = std::max({size, 2 * m_parser.capacity(), firstCapacity});
        const simdjson::error_code error = m_parser.allocate(capacity, m_parser.max_depth());
        if (error)
            return error;
    }
    const simdjson::padded_string_view padded(m_text.data(), size, size + simdjson::SIMDJSON_PADDING);
    return m_parser.iterate(padded).get(m_document);
}

void DocumentWalk::Private::failTokens(simdjson::error_code error)
{
    switch (error) {
    case simdjson::EMPTY:
        fail(Unreadable::Empty, "white space only");
        break;
    case simdjson::UTF8_ERROR:
        failAt(Unreadable::NotUtf8, m_text.begin() + firstInvalidUtf8(m_text));
        break;
    case simdjson::UNCLOSED_STRING:
        fail(Unreadable::NotJson, "string without closing quote");
        break;
    case simdjson::UNESCAPED_CHARS:
        fail(Unreadable::NotJson, "control character in a string");
        break;
    default:
        fail(Unreadable::NotJson, simdjson::error_message(error));
        break;
    }
}

bool DocumentWalk::Private::fail(Unreadable why, QByteArray detail)
{
    m_outcome.unreadable = why;
    m_outcome.detail = std::move(detail);
    return false;
}

/// Where simdjson gave up.
bool DocumentWalk::Private::failHere()
{
    const char *where = nullptr;
    if (m_document.current_location().get(where) || where < m_text.begin() || where > m_text.end())
        where = m_text.end();
    return failAt(Unreadable::NotJson, where);
}

void DocumentWalk::Private::walkRoot()
{
    const QByteArrayView root = trimmed(m_text);
    if (root.front() == '{')
        walkRootObject();
    else if (root.front() == '[')
        walkRootArray();
    else
        judgeRootScalar(root);
}

void DocumentWalk::Private::walkRootObject()
{
    ondemand::object object;
    if (m_document.get_object().get(object))
        fail(Unreadable::NotJson, "no closing brace at the end");
    else if (walkObject(object, 1))
        expectEnd();
}

void DocumentWalk::Private::walkRootArray()
{
    ondemand::array array;
    if (m_document.get_array().get(array))
        fail(Unreadable::NotJson, "no closing bracket at the end");
    else if (walkArray(array, 1) && expectEnd())
        fail(Unreadable::NotAnObject, "an array");
}

void DocumentWalk::Private::judgeRootScalar(QByteArrayView root)
{
    if (isJsonScalar(root) || isJsonString(root))
        fail(Unreadable::NotAnObject, "a single value");
    else
        failAt(Unreadable::NotJson, root.begin());
}

/// simdjson stops at the root's closing bracket, wherever that is.
bool DocumentWalk::Private::expectEnd()
{
    const char *where = nullptr;
    if (m_document.current_location().get(where) == simdjson::OUT_OF_BOUNDS)
        return true;
    return failHere();
}

bool DocumentWalk::Private::walkObject(ondemand::object object, int depth)
{
    for (simdjson::simdjson_result<ondemand::field> result : object) {
        if (result.error())
            return failHere();
        if (!walkMember(std::move(result).value_unsafe(), depth))
            return false;
    }
    return true;
}

bool DocumentWalk::Private::walkMember(ondemand::field &&field, int depth)
{
    const std::optional<QByteArrayView> name = nameAt(field.key().raw());
    if (!name)
        return false;
    const std::optional<Member> member = depth == 1 ? memberOf(*name) : std::nullopt;
    QByteArrayView ignored;
    QByteArrayView *token = member ? &m_outcome.values[static_cast<size_t>(*member)] : &ignored;
    if (!walkValue(std::move(field).value(), depth, token))
        return false;
    if (member && (token->front() == '{' || token->front() == '['))
        *token = upToNextToken(*token);
    return true;
}

/// Producers write the members in the order of their list, so the next one is mostly the one after the last.
std::optional<Member> DocumentWalk::Private::memberOf(QByteArrayView name)
{
    for (size_t i = 0; i < memberCount; ++i) {
        const size_t candidate = (m_nextMember + i) % memberCount;
        if (memberNames[candidate] == name) {
            m_nextMember = (candidate + 1) % memberCount;
            return static_cast<Member>(candidate);
        }
    }
    return std::nullopt;
}

/// The object or array that has just been walked through.
QByteArrayView DocumentWalk::Private::upToNextToken(QByteArrayView token)
{
    const char *next = nullptr;
    if (m_document.current_location().get(next) || next < token.end())
        return token;
    return withoutSpaceBehind(QByteArrayView(token.begin(), next));
}

/// The unescaped name of the member, valid until the next one's; nullopt after a failure.
std::optional<QByteArrayView> DocumentWalk::Private::nameAt(const char *content)
{
    const auto left = static_cast<size_t>(m_text.end() - content);
    const auto *quote = static_cast<const char *>(std::memchr(content, '"', left));
    if (!quote || std::memchr(content, '\\', static_cast<size_t>(quote - content)))
        return escapedNameAt(content);
    return QByteArrayView(content, quote);
}

std::optional<QByteArrayView> DocumentWalk::Private::escapedNameAt(const char *content)
{
    const qsizetype length = stringLength(content, m_text.end());
    if (length < 0) {
        failAt(Unreadable::NotJson, content);
        return std::nullopt;
    }
    const QByteArrayView name(content, length);
    if (const std::optional<qsizetype> bad = firstBadEscape(name)) {
        failAt(Unreadable::NotJson, content + *bad);
        return std::nullopt;
    }
    m_name.clear();
    appendUnescaped(name, m_name);
    return QByteArrayView(m_name);
}

bool DocumentWalk::Private::walkArray(ondemand::array array, int depth)
{
    for (simdjson::simdjson_result<ondemand::value> result : array) {
        if (result.error())
            return failHere();
        QByteArrayView ignored;
        // NOLINTNEXTLINE(performance-move-const-arg): only of an rvalue can the value be taken
        if (!walkValue(std::move(result).value_unsafe(), depth, &ignored))
            return false;
    }
    return true;
}

/// @param depth  of the object or array that the value lies in
bool DocumentWalk::Private::walkValue(ondemand::value &&value, int depth, QByteArrayView *token)
{
    const std::string_view raw = value.raw_json_token();
    // Behind the last token simdjson reads the padding, which may be anything.
    if (raw.empty() || raw.data() >= m_text.end())
        return failAt(Unreadable::NotJson, m_text.end());

    const QByteArrayView text = withoutSpaceBehind(raw);
    *token = text;
    const char first = text.front();
    if (first == '"')
        return walkString(value, text);
    if (first != '{' && first != '[')
        return isJsonScalar(text) || failAt(Unreadable::NotJson, text.begin());
    *token = text.first(1);
    if (depth >= m_limits.depth)
        return failAt(Unreadable::TooDeep, text.begin());
    if (first == '[') {
        ondemand::array array;
        return value.get_array().get(array) ? failHere() : walkArray(array, depth + 1);
    }
    ondemand::object object;
    return value.get_object().get(object) ? failHere() : walkObject(object, depth + 1);
}

bool DocumentWalk::Private::walkString(ondemand::value &value, QByteArrayView token)
{
    // Taken explicitly: left to itself simdjson skips a string and a colon behind it as a member's name.
    ondemand::raw_json_string raw;
    if (value.get_raw_json_string().get(raw))
        return failHere();
    const std::optional<qsizetype> bad = firstBadEscape(withoutQuotes(token));
    return !bad || failAt(Unreadable::NotJson, token.begin() + 1 + *bad);
}

DocumentWalk::DocumentWalk(DocumentLimits limits)
    : d(std::make_unique<Private>(limits))
{
}

DocumentWalk::~DocumentWalk() = default;

const DocumentWalk::Outcome &DocumentWalk::walk(QByteArrayView document)
{
    return d->walk(document);
}

} // namespace emberwatch
