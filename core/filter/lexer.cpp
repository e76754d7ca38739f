// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/lexer.h"

#include "core/filter/casefold.h"
#include "core/filter/quantity.h"
#include "core/filter/vocabulary.h"

#include <algorithm>
#include <array>
#include <utility>

namespace emberwatch::filter {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<std::pair<QLatin1StringView, Item::Kind>, 3> keywords{{
    {"AND"_L1, Item::Kind::And},
    {"OR"_L1, Item::Kind::Or},
    {"NOT"_L1, Item::Kind::Not},
}};

/// Keywords are in upper case, so that "or" can be looked for.
std::optional<Item::Kind> keywordOf(QStringView word)
{
    for (const auto &[keyword, kind] : keywords) {
        if (word == keyword)
            return kind;
    }
    return std::nullopt;
}

bool endsWord(QChar c)
{
    return c.isSpace() || c == u'(' || c == u')' || c == u'"';
}

bool isAsciiLetter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

bool isNamePart(QChar c)
{
    return isAsciiLetter(c) || (c >= u'0' && c <= u'9') || c == u'_';
}

bool hasWildcard(QStringView text)
{
    return text.contains(u'*') || text.contains(u'?');
}

Item itemOf(Item::Kind kind)
{
    Item item;
    item.kind = kind;
    return item;
}

/// A value as it was written.
struct Value
{
    qsizetype position = 0;
    qsizetype length = 0;
    QString text; ///< without quotes and escapes
    bool isQuoted = false;
};

class Lexer
{
public:
    Lexer(QStringView text, Vocabulary vocabulary)
        : m_text(text)
        , m_vocabulary(vocabulary)
    {
    }
    LexedText run();

private:
    void lexNext();
    void lexParenthesis();
    void lexMinus();
    void lexWord();
    void lexFreeText(const Value &value);
    void lexField(QStringView name);
    void lexTextField(QStringView name, qsizetype position);
    void lexComparison(QStringView name);
    QStringView nameAhead() const;
    bool isFieldAhead(QStringView name) const;
    bool isComparisonAhead(QStringView name) const;
    std::optional<Value> takeValue();
    Value takeQuoted();
    Value takeBare();
    void checkWord(TextField field, const Value &value);
    std::optional<double> numberOf(NumberField field, const Value &value);
    QString unknownField(QStringView name) const;

    void skipSpace();
    QChar at(qsizetype position) const { return position < m_text.size() ? m_text[position] : QChar(); }
    void addItem(Item item, qsizetype position);
    void addToken(Token::Kind kind, qsizetype position);
    void fail(qsizetype position, qsizetype length, QString message);

    QStringView m_text;
    Vocabulary m_vocabulary;
    qsizetype m_at = 0;
    LexedText m_lexed;
};

LexedText Lexer::run()
{
    skipSpace();
    while (m_at < m_text.size()) {
        lexNext();
        skipSpace();
    }
    return std::move(m_lexed);
}

void Lexer::lexNext()
{
    const QChar c = m_text[m_at];
    if (c == u'(' || c == u')')
        lexParenthesis();
    else if (c == u'-')
        lexMinus();
    else if (c == u'"')
        lexFreeText(takeQuoted());
    else
        lexWord();
}

void Lexer::lexParenthesis()
{
    const qsizetype position = m_at;
    const bool isOpen = m_text[m_at++] == u'(';
    addToken(Token::Kind::Parenthesis, position);
    addItem(itemOf(isOpen ? Item::Kind::Open : Item::Kind::Close), position);
}

void Lexer::lexMinus()
{
    const qsizetype position = m_at++;
    addToken(Token::Kind::Keyword, position);
    addItem(itemOf(Item::Kind::Not), position);
    const bool isAlone = m_at == m_text.size() || m_text[m_at].isSpace() || m_text[m_at] == u')';
    if (!isAlone)
        return;
    fail(position, 1, u"term expected after -"_s);
    addItem({}, position);
}

void Lexer::lexWord()
{
    const QStringView name = nameAhead();
    if (isFieldAhead(name) || isComparisonAhead(name)) {
        lexField(name);
        return;
    }
    const Value word = takeBare();
    const std::optional<Item::Kind> keyword = keywordOf(word.text);
    if (keyword) {
        addToken(Token::Kind::Keyword, word.position);
        addItem(itemOf(*keyword), word.position);
        return;
    }
    if (comparisonSignAt(word.text))
        fail(word.position, word.length,
            u"age, silence, ttl or progress expected before "_s + word.text.front());
    lexFreeText(word);
}

void Lexer::lexFreeText(const Value &value)
{
    addToken(Token::Kind::Text, value.position);
    Item item = itemOf(Item::Kind::FreeText);
    item.term.pattern = foldedUtf8(value.text);
    item.term.kind = TextTerm::Kind::Contains;
    if (!value.isQuoted && hasWildcard(value.text)) {
        item.term.pattern = '*' + item.term.pattern + '*';
        item.term.kind = TextTerm::Kind::Glob;
    }
    addItem(std::move(item), value.position);
}

/// The name that a word begins with, were it one of a field.
QStringView Lexer::nameAhead() const
{
    const QStringView rest = m_text.sliced(m_at);
    if (!isAsciiLetter(rest.front()))
        return {};
    const auto *end = std::find_if_not(rest.begin(), rest.end(), isNamePart);
    return rest.first(end - rest.begin());
}

bool Lexer::isFieldAhead(QStringView name) const
{
    const qsizetype colon = m_at + name.size();
    const bool isUrl = m_text.sliced(colon).startsWith("://"_L1);
    return !name.isEmpty() && at(colon) == u':' && !isUrl;
}

/// A name with a comparison behind it. Only where a number's name stands may there be spaces between.
bool Lexer::isComparisonAhead(QStringView name) const
{
    if (name.isEmpty())
        return false;
    qsizetype sign = m_at + name.size();
    if (numberFieldOf(name)) {
        while (at(sign).isSpace())
            ++sign;
    }
    return comparisonSignAt(m_text.sliced(sign)).has_value();
}

void Lexer::lexField(QStringView name)
{
    const qsizetype position = m_at;
    const bool isColon = at(m_at + name.size()) == u':';
    m_at += name.size();
    addToken(Token::Kind::Field, position);
    if (isColon)
        lexTextField(name, position);
    else
        lexComparison(name);
}

void Lexer::lexTextField(QStringView name, qsizetype position)
{
    const qsizetype colon = m_at++;
    addToken(Token::Kind::Operator, colon);
    const qsizetype length = m_at - position;
    const std::optional<Value> value = takeValue();
    if (value)
        addToken(Token::Kind::Value, value->position);

    Item item = itemOf(Item::Kind::Text);
    const std::optional<TextField> field = textFieldOf(name, m_vocabulary);
    if (numberFieldOf(name))
        fail(position, length, name + " is compared by >, >=, <, <= or ="_L1);
    else if (!field)
        fail(position, name.size(), unknownField(name));
    else if (!value)
        fail(position, length, "value expected after "_L1 + name + u':');
    if (!field || !value) {
        addItem(std::move(item), position);
        return;
    }
    checkWord(*field, *value);
    const bool isGlob = !value->isQuoted && hasWildcard(value->text);
    item.textField = *field;
    item.term.pattern = foldedUtf8(value->text);
    item.term.kind = isGlob ? TextTerm::Kind::Glob : TextTerm::Kind::Exact;
    addItem(std::move(item), position);
}

void Lexer::checkWord(TextField field, const Value &value)
{
    const bool isGlob = !value.isQuoted && hasWildcard(value.text);
    const std::optional<QString> expected = isGlob ? std::nullopt : expectedInstead(field, value.text);
    if (expected)
        fail(value.position, value.length, *expected);
}

/// Only where isComparisonAhead().
void Lexer::lexComparison(QStringView name)
{
    const qsizetype position = m_at - name.size();
    skipSpace();
    const ComparisonSign sign = comparisonSignAt(m_text.sliced(m_at)).value_or(ComparisonSign());
    m_at += sign.length;
    addToken(Token::Kind::Operator, m_at - sign.length);
    const qsizetype length = m_at - position;
    skipSpace();
    const std::optional<Value> value = takeValue();
    if (value)
        addToken(Token::Kind::Value, value->position);

    Item item = itemOf(Item::Kind::Number);
    item.comparison = sign.comparison;
    const std::optional<NumberField> field = numberFieldOf(name);
    if (textFieldOf(name, m_vocabulary))
        fail(position, length, "colon expected after "_L1 + name);
    else if (!field)
        fail(position, name.size(), unknownField(name));
    else if (!value)
        fail(position, length, "value expected after "_L1 + m_text.sliced(position, length));
    if (field && value) {
        item.numberField = *field;
        item.number = numberOf(*field, *value).value_or(0);
    }
    addItem(std::move(item), position);
}

std::optional<double> Lexer::numberOf(NumberField field, const Value &value)
{
    const bool isPercent = field == NumberField::Progress;
    const std::optional<double> number = isPercent ? parsePercent(value.text) : parseDuration(value.text);
    if (!number)
        fail(value.position, value.length,
            isPercent ? u"percentage expected, like 50"_s : u"duration expected, like 90s or 1h30m"_s);
    return number;
}

QString Lexer::unknownField(QStringView name) const
{
    if (textFieldOf(name, Vocabulary::Judged))
        return name + " is known only where jobs are judged; here are "_L1 + fieldNames(m_vocabulary);
    return "no field "_L1 + name + "; known are "_L1 + fieldNames(m_vocabulary);
}

std::optional<Value> Lexer::takeValue()
{
    if (at(m_at) == u'"')
        return takeQuoted();
    if (m_at == m_text.size() || endsWord(m_text[m_at]))
        return std::nullopt;
    return takeBare();
}

Value Lexer::takeBare()
{
    const QStringView rest = m_text.sliced(m_at);
    const auto *end = std::find_if(rest.begin(), rest.end(), endsWord);
    const QStringView word = rest.first(end - rest.begin());
    Value value{.position = m_at, .length = word.size(), .text = word.toString()};
    m_at += word.size();
    return value;
}

/// A quoted text; \" is a quote and \\ a backslash in it.
Value Lexer::takeQuoted()
{
    Value value{.position = m_at++, .text = QString(), .isQuoted = true};
    while (m_at < m_text.size() && m_text[m_at] != u'"') {
        const bool isEscape = m_text[m_at] == u'\\' && (at(m_at + 1) == u'"' || at(m_at + 1) == u'\\');
        if (isEscape)
            ++m_at;
        value.text += m_text[m_at++];
    }
    if (m_at < m_text.size())
        ++m_at;
    else
        fail(value.position, m_at - value.position, u"closing quote expected"_s);
    value.length = m_at - value.position;
    return value;
}

void Lexer::skipSpace()
{
    while (m_at < m_text.size() && m_text[m_at].isSpace())
        ++m_at;
}

void Lexer::addItem(Item item, qsizetype position)
{
    item.position = position;
    item.length = m_at - position;
    m_lexed.items.push_back(std::move(item));
}

void Lexer::addToken(Token::Kind kind, qsizetype position)
{
    m_lexed.tokens.append({kind, position, m_at - position});
}

void Lexer::fail(qsizetype position, qsizetype length, QString message)
{
    if (!m_lexed.error || position < m_lexed.error->position)
        m_lexed.error = ParseError{position, length, std::move(message)};
}

} // namespace

LexedText lex(QStringView text, Vocabulary vocabulary)
{
    return Lexer(text, vocabulary).run();
}

} // namespace emberwatch::filter
