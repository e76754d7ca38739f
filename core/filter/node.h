// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filter/expression.h"

#include <vector>

namespace emberwatch::filter {

enum class Comparison : quint8
{
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Equal
};

/// A part of an expression. Trees are at most a few hundred levels deep: parse() limits what it accepts.
struct Expression::Node
{
    enum class Kind : quint8
    {
        And, ///< all children
        Or, ///< any child
        Not, ///< its only child does not hold
        Text, ///< `term` in `textField`
        FreeText, ///< `term` in any field
        Number, ///< the job's `numberField` compared with `number`
    };
    Kind kind = Kind::And;
    TextField textField = TextField::Id;
    NumberField numberField = NumberField::Age;
    Comparison comparison = Comparison::Greater;
    double number = 0; ///< ms or percent
    TextTerm term;
    std::vector<Node> children;
};

} // namespace emberwatch::filter
