// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/expression.h"

#include "core/filter/node.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace emberwatch::filter {

namespace {

/// Closer than this is equal: rows keep the progress as a float, and durations come in whole milliseconds.
constexpr double equalWithin = 1e-4;

bool holds(const Expression::Node &node, const Subject &subject);

bool comparisonHolds(double value, Comparison comparison, double limit)
{
    const bool isEqual = std::abs(value - limit) < equalWithin;
    switch (comparison) {
    case Comparison::Greater:
        return !isEqual && value > limit;
    case Comparison::GreaterOrEqual:
        return isEqual || value > limit;
    case Comparison::Less:
        return !isEqual && value < limit;
    case Comparison::LessOrEqual:
        return isEqual || value < limit;
    case Comparison::Equal:
        return isEqual;
    }
    return false;
}

bool numberHolds(const Expression::Node &node, const Subject &subject)
{
    const std::optional<double> value = subject.number(node.numberField);
    return value && comparisonHolds(*value, node.comparison, node.number);
}

bool freeTextHolds(const TextTerm &term, const Subject &subject)
{
    constexpr std::array fields{
        TextField::Id, TextField::User, TextField::Type, TextField::Server, TextField::Status};
    return std::any_of(
        fields.begin(), fields.end(), [&](TextField field) { return subject.matches(field, term); });
}

bool holds(const Expression::Node &node, const Subject &subject)
{
    using Kind = Expression::Node::Kind;
    const auto childHolds = [&subject](const Expression::Node &child) { return holds(child, subject); };
    switch (node.kind) {
    case Kind::And:
        return std::all_of(node.children.begin(), node.children.end(), childHolds);
    case Kind::Or:
        return std::any_of(node.children.begin(), node.children.end(), childHolds);
    case Kind::Not:
        return !childHolds(node.children.front());
    case Kind::Text:
        return subject.matches(node.textField, node.term);
    case Kind::FreeText:
        return freeTextHolds(node.term, subject);
    case Kind::Number:
        return numberHolds(node, subject);
    }
    return false;
}

} // namespace

bool Subject::matches(TextField field, const TextTerm &term) const
{
    return textMatches(field, text(field), term);
}

bool Expression::matches(const Subject &subject) const
{
    return !m_root || holds(*m_root, subject);
}

bool Expression::dependsOnTime() const
{
    return m_dependsOnTime;
}

int Expression::termCount() const
{
    return m_termCount;
}

} // namespace emberwatch::filter
