// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/expression.h"

#include "core/filter/lexer.h"
#include "core/filter/node.h"

#include <optional>
#include <utility>
#include <vector>

namespace emberwatch::filter {

using namespace Qt::StringLiterals;

/// The only one who fills an Expression.
struct ParserAccess
{
    static Expression expression(Expression::Node root, QString source, int termCount, bool dependsOnTime)
    {
        Expression expression;
        expression.m_root = std::make_shared<const Expression::Node>(std::move(root));
        expression.m_source = std::move(source);
        expression.m_termCount = termCount;
        expression.m_dependsOnTime = dependsOnTime;
        return expression;
    }

    static Expression empty(QString source)
    {
        Expression expression;
        expression.m_source = std::move(source);
        return expression;
    }
};

namespace {

using Node = Expression::Node;

constexpr qsizetype longest = 10'000;
constexpr int deepest = 100;

/// or: and {OR and};  and: not {[AND] not};  not: (NOT | -) not | ( or ) | term
class Parser
{
public:
    Parser(QStringView text, const std::vector<Item> &items)
        : m_text(text)
        , m_items(items)
    {
    }

    std::optional<Node> parse();
    const std::optional<ParseError> &error() const { return m_error; }
    int termCount() const { return m_termCount; }
    bool dependsOnTime() const { return m_dependsOnTime; }

private:
    /// @param before  what the term is expected behind; nullptr at the beginning
    std::optional<Node> parseOr(const Item *before);
    std::optional<Node> parseAnd(const Item *before);
    std::optional<Node> parseNot(const Item *before);
    std::optional<Node> parseNegated();
    std::optional<Node> parseGroup();
    Node takeTerm();
    std::nullopt_t missingTerm(const Item *before);
    std::nullopt_t fail(const Item &item, QString message);
    bool isNext(Item::Kind kind) const { return m_at < m_items.size() && m_items[m_at].kind == kind; }
    bool isAtEndOfAnd() const
    {
        return m_at == m_items.size() || isNext(Item::Kind::Or) || isNext(Item::Kind::Close);
    }
    QStringView textOf(const Item &item) const { return m_text.sliced(item.position, item.length); }

    QStringView m_text;
    const std::vector<Item> &m_items;
    size_t m_at = 0;
    int m_depth = 0;
    int m_termCount = 0;
    bool m_dependsOnTime = false;
    std::optional<ParseError> m_error;
};

/// One child stands for itself.
Node joined(Node::Kind kind, std::vector<Node> children)
{
    if (children.size() == 1)
        return std::move(children.front());
    Node node;
    node.kind = kind;
    node.children = std::move(children);
    return node;
}

std::optional<Node> Parser::parse()
{
    if (isNext(Item::Kind::Close))
        return fail(m_items.front(), u"no opening parenthesis for this one"_s);
    std::optional<Node> root = parseOr(nullptr);
    if (root && m_at < m_items.size())
        return fail(m_items[m_at], u"no opening parenthesis for this one"_s);
    return root;
}

std::optional<Node> Parser::parseOr(const Item *before)
{
    std::vector<Node> children;
    while (true) {
        std::optional<Node> child = parseAnd(before);
        if (!child)
            return std::nullopt;
        children.push_back(std::move(*child));
        if (!isNext(Item::Kind::Or))
            return joined(Node::Kind::Or, std::move(children));
        before = &m_items[m_at++];
    }
}

std::optional<Node> Parser::parseAnd(const Item *before)
{
    std::vector<Node> children;
    while (true) {
        std::optional<Node> child = parseNot(before);
        if (!child)
            return std::nullopt;
        children.push_back(std::move(*child));
        if (isAtEndOfAnd())
            return joined(Node::Kind::And, std::move(children));
        before = &m_items[m_at];
        if (isNext(Item::Kind::And))
            ++m_at;
    }
}

std::optional<Node> Parser::parseNot(const Item *before)
{
    if (m_at == m_items.size())
        return missingTerm(before);
    const Item &item = m_items[m_at];
    if (item.isTerm())
        return takeTerm();
    if (item.kind != Item::Kind::Not && item.kind != Item::Kind::Open)
        return missingTerm(before);
    if (m_depth == deepest)
        return fail(item, u"at most 100 parentheses and NOTs within each other"_s);
    ++m_depth;
    std::optional<Node> node = item.kind == Item::Kind::Not ? parseNegated() : parseGroup();
    --m_depth;
    return node;
}

std::optional<Node> Parser::parseNegated()
{
    const Item &sign = m_items[m_at++];
    std::optional<Node> child = parseNot(&sign);
    if (!child)
        return std::nullopt;
    Node node;
    node.kind = Node::Kind::Not;
    node.children.push_back(std::move(*child));
    return node;
}

std::optional<Node> Parser::parseGroup()
{
    const Item &open = m_items[m_at++];
    std::optional<Node> node = parseOr(&open);
    if (!node)
        return std::nullopt;
    if (!isNext(Item::Kind::Close))
        return fail(open, u"closing parenthesis expected"_s);
    ++m_at;
    return node;
}

Node Parser::takeTerm()
{
    const Item &item = m_items[m_at++];
    Node node;
    if (item.kind == Item::Kind::Number) {
        node.kind = Node::Kind::Number;
        node.numberField = item.numberField;
        node.comparison = item.comparison;
        node.number = item.number;
        m_dependsOnTime = m_dependsOnTime || item.numberField != NumberField::Progress;
        return node;
    }
    node.kind = item.kind == Item::Kind::Text ? Node::Kind::Text : Node::Kind::FreeText;
    node.textField = item.textField;
    node.term = item.term;
    node.term.number = m_termCount++;
    return node;
}

std::nullopt_t Parser::missingTerm(const Item *before)
{
    const bool isOperator = isNext(Item::Kind::And) || isNext(Item::Kind::Or);
    if (isOperator || !before)
        return fail(m_items[m_at], "term expected before "_L1 + textOf(m_items[m_at]));
    return fail(*before, "term expected after "_L1 + textOf(*before));
}

std::nullopt_t Parser::fail(const Item &item, QString message)
{
    m_error = ParseError{item.position, item.length, std::move(message)};
    return std::nullopt;
}

void markWrong(QList<Token> &tokens, const ParseError &error)
{
    for (Token &token : tokens) {
        const bool isBefore = token.position + token.length <= error.position;
        const bool isBehind = token.position >= error.position + error.length;
        if (!isBefore && !isBehind)
            token.kind = Token::Kind::Wrong;
    }
}

ParseResult tooLong(const QString &text)
{
    ParseResult result;
    result.error = ParseError{longest, text.size() - longest, u"at most 10,000 characters"_s};
    result.tokens.append({Token::Kind::Wrong, 0, text.size()});
    return result;
}

} // namespace

ParseResult parse(const QString &text, Vocabulary vocabulary)
{
    if (text.size() > longest)
        return tooLong(text);
    LexedText lexed = lex(text, vocabulary);
    ParseResult result;
    result.tokens = std::move(lexed.tokens);
    if (lexed.items.empty()) {
        result.expression = ParserAccess::empty(text);
        return result;
    }
    Parser parser(text, lexed.items);
    std::optional<Node> root = parser.parse();
    result.error = lexed.error;
    if (parser.error() && (!result.error || parser.error()->position < result.error->position))
        result.error = parser.error();
    if (result.error)
        markWrong(result.tokens, *result.error);
    else
        result.expression
            = ParserAccess::expression(std::move(*root), text, parser.termCount(), parser.dependsOnTime());
    return result;
}

} // namespace emberwatch::filter
