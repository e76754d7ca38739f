// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/seededrandom.h"

#include <QByteArray>

#include <vector>

namespace emberwatch::test {

/// A JSON object in pieces, so that what an edit must leave behind can be said without parsing.
struct MadeDocument
{
    struct Member
    {
        QByteArray name; ///< as the reader understands it
        QByteArray front; ///< white space, the name as it is written, the colon, white space
        QByteArray value; ///< the bytes of the value alone
        QByteArray behind; ///< white space
    };
    QByteArray front; ///< white space and the opening brace
    std::vector<Member> members;
    QByteArray behind; ///< the closing brace and white space

    [[nodiscard]] QByteArray bytes() const;
    /// The last member of the name; nullptr if there is none.
    [[nodiscard]] Member *last(QByteArrayView name);
};

/// Writes JSON as no producer would and any may: every spelling of numbers and strings, white space, nesting,
/// members twice.
class DocumentMaker
{
public:
    explicit DocumentMaker(SeededRandom &random)
        : m_random(random)
    {
    }

    /// A readable job among members of every kind, in any order, some of them twice.
    [[nodiscard]] MadeDocument job();
    /// An object of such members, with or without those that a job needs.
    [[nodiscard]] MadeDocument object();
    /// Tokens of JSON in any order, rarely valid.
    [[nodiscard]] QByteArray soup();
    /// The document with bytes changed, left out, doubled or cut.
    [[nodiscard]] QByteArray damaged(QByteArray document);

    [[nodiscard]] QByteArray value(int depth);

private:
    void addMember(MadeDocument &document, const QByteArray &name, const QByteArray &value);
    void addKnown(MadeDocument &document);
    void addUnknown(MadeDocument &document, int count);
    void decorate(MadeDocument &document);
    QByteArray knownValue(const QByteArray &name);
    QByteArray space();
    QByteArray nameText(const QByteArray &name);
    QByteArray string();
    QByteArray stringPiece();
    QByteArray number();
    QByteArray digits(int most);
    QByteArray container(int depth);

    SeededRandom &m_random;
};

} // namespace emberwatch::test
