// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filter/expression.h"
#include "core/filter/node.h"

#include <QList>
#include <QString>
#include <QStringView>

#include <optional>
#include <vector>

namespace emberwatch::filter {

/// A word of the filter's grammar.
struct Item
{
    enum class Kind : quint8
    {
        Open,
        Close,
        And,
        Or,
        Not,
        Text,
        FreeText,
        Number
    };
    Kind kind = Kind::FreeText;
    qsizetype position = 0;
    qsizetype length = 0;
    TextField textField = TextField::Id; ///< Text
    TextTerm term; ///< Text, FreeText; not numbered yet
    NumberField numberField = NumberField::Age; ///< Number, as the next two
    Comparison comparison = Comparison::Greater;
    double number = 0;

    [[nodiscard]] bool isTerm() const
    {
        return kind == Kind::Text || kind == Kind::FreeText || kind == Kind::Number;
    }
};

struct LexedText
{
    std::vector<Item> items; ///< in the place of what is wrong stands an item of any term
    QList<Token> tokens;
    std::optional<ParseError> error; ///< the first
};

/// Takes a filter apart to its end, also behind an error.
[[nodiscard]] LexedText lex(QStringView text, Vocabulary vocabulary = Vocabulary::States);

} // namespace emberwatch::filter
