// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace emberwatch::filter {

/// What a filter can ask of a job.
enum class TextField : quint8
{
    Status,
    Type,
    User,
    Server,
    Id,
    // Only of a judged job (Vocabulary::Judged).
    Verdict,
    Database, ///< what the record says
    ComfyUi ///< what its server says
};
enum class NumberField : quint8
{
    Age,
    Silence,
    Ttl,
    Progress
}; ///< durations in ms, progress in percent

/// One comparison with a text: `user:usr_1*` or free text.
struct TextTerm
{
    QByteArray pattern; ///< UTF-8, case-folded
    enum class Kind : quint8 {
        Exact,
        Glob, ///< * stands for any text, ? for one character
        Contains, ///< free text
    } kind = Kind::Exact;
    int number = 0; ///< 0, 1, ...: which term of the expression, for callers that remember answers
};

/// A job as the filter sees it.
class Subject
{
public:
    virtual ~Subject() = default;
    /// The field's UTF-8 text.
    [[nodiscard]] virtual QByteArrayView text(TextField field) const = 0;
    /// nullopt where not known: no comparison with it holds.
    [[nodiscard]] virtual std::optional<double> number(NumberField field) const = 0;
    /// Whether the field matches. Overridden by callers that remember the answer for texts that many rows
    /// share.
    [[nodiscard]] virtual bool matches(TextField field, const TextTerm &term) const;
};

/// Whether a text matches a term, as Subject::matches does by default. Server also matches by host and by
/// host:port ("gpu-2" finds http://gpu-2:8188); upper and lower case are the same.
[[nodiscard]] bool textMatches(TextField field, QByteArrayView text, const TextTerm &term);

/// Where in the text something is wrong, and what was expected there, in words.
struct ParseError
{
    qsizetype position = 0; ///< UTF-16 offset
    qsizetype length = 0;
    QString message;
    bool operator==(const ParseError &) const = default;
};

/// A piece of the text for colouring.
struct Token
{
    enum class Kind : quint8
    {
        Field,
        Operator,
        Value,
        Keyword,
        Text,
        Parenthesis,
        Wrong
    };
    Kind kind = Kind::Text;
    qsizetype position = 0;
    qsizetype length = 0;
    bool operator==(const Token &) const = default;
};

/// A parsed filter. Immutable and cheap to copy; may be used in any thread.
class Expression
{
public:
    Expression() = default; ///< matches everything
    [[nodiscard]] bool isEmpty() const { return !m_root; }
    [[nodiscard]] bool matches(const Subject &subject) const;
    /// Contains age, silence or ttl: time alone can change the answer.
    [[nodiscard]] bool dependsOnTime() const;
    /// Number of text terms: TextTerm::number is below it.
    [[nodiscard]] int termCount() const;
    [[nodiscard]] const QString &source() const { return m_source; }
    struct Node;

private:
    friend struct ParserAccess;
    std::shared_ptr<const Node> m_root;
    QString m_source;
    int m_termCount = 0;
    bool m_dependsOnTime = false;
};

struct ParseResult
{
    Expression expression; ///< empty where there is an error
    std::optional<ParseError> error;
    QList<Token> tokens; ///< of the whole text, also where there is an error
};

/// Which fields there are.
enum class Vocabulary : quint8
{
    States, ///< what Redis says of a job
    Judged ///< also its verdict, and what the other two sources say: verdict:orphaned db:open* comfyui:absent
};

/// status:failed type:lora* user:"a b" server:gpu-2 id:d2b1* free text age>10m silence>=2m ttl<1h30m
/// progress<50. Terms side by side must all hold; OR, NOT (also -term) and parentheses; AND may be written.
[[nodiscard]] ParseResult parse(const QString &text, Vocabulary vocabulary = Vocabulary::States);

} // namespace emberwatch::filter
