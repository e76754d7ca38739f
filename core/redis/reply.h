// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

namespace emberwatch::redis {

/// What the server answered: one reply, or the replies of one batch as an array, in one block of memory.
///
/// The values lie one behind the other in the order they came (an array before its elements), the bytes of
/// all strings in one buffer. So a page of a thousand jobs is two allocations, and the bytes of a job are
/// parsed where they lie. After the last byte there are always at least `padding` readable bytes (simdjson
/// reads that far).
class Reply
{
public:
    enum class Type : quint8
    {
        Nil,
        Integer,
        Status,
        Error,
        String,
        Array
    };
    static constexpr qsizetype padding = 64;

private:
    struct Node;

public:
    /// A place in a reply. Valid as long as the reply is neither changed nor moved nor destroyed.
    class View
    {
    public:
        class Iterator
        {
        public:
            Iterator(const Reply *reply, quint32 index)
                : m_reply(reply)
                , m_index(index)
            {
            }
            View operator*() const { return View(m_reply, m_index); }
            Iterator &operator++()
            {
                m_index = m_reply->m_nodes[m_index].next;
                return *this;
            }
            bool operator==(const Iterator &) const = default;

        private:
            const Reply *m_reply;
            quint32 m_index;
        };

        View(const Reply *reply, quint32 index)
            : m_reply(reply)
            , m_index(index)
        {
        }
        [[nodiscard]] Type type() const { return node().type; }
        [[nodiscard]] bool isNil() const { return type() == Type::Nil; }
        [[nodiscard]] bool isError() const { return type() == Type::Error; }
        [[nodiscard]] bool isArray() const { return type() == Type::Array; }
        /// The number of an Integer, else 0.
        [[nodiscard]] qint64 integer() const { return type() == Type::Integer ? node().value : 0; }
        /// The bytes of a String, Status or Error, else empty.
        [[nodiscard]] QByteArrayView bytes() const;
        /// The number of elements of an Array, else 0.
        [[nodiscard]] qsizetype size() const { return isArray() ? static_cast<qsizetype>(node().value) : 0; }
        /// Element `i`, 0 <= i < size(). Constant time for the elements of a flat array, linear otherwise.
        [[nodiscard]] View at(qsizetype i) const;
        [[nodiscard]] Iterator begin() const
        {
            return Iterator(m_reply, isArray() ? m_index + 1 : node().next);
        }
        [[nodiscard]] Iterator end() const { return Iterator(m_reply, node().next); }

    private:
        friend class Reply;
        const Node &node() const { return m_reply->m_nodes[m_index]; }
        const Reply *m_reply;
        quint32 m_index;
    };

    [[nodiscard]] bool isEmpty() const { return m_nodes.empty(); }
    /// The whole; not to be called on an empty Reply.
    [[nodiscard]] View root() const { return View(this, 0); }
    /// Memory held by values and bytes.
    [[nodiscard]] qsizetype byteSize() const;

    // --- for whoever builds one (ReplyReader, tests) ---

    /// Forgets the content and keeps the memory.
    void clear();
    /// Takes memory ahead for so many values and bytes.
    void reserve(qsizetype values, qsizetype bytes);
    /// Each returns the index of the new value. An array is opened with its number of elements; the elements
    /// follow; closing is by counting.
    quint32 addNil();
    quint32 addInteger(qint64 value);
    quint32 addText(Type type, const char *data, qsizetype size);
    quint32 beginArray(qsizetype elements);
    /// Sets the end of the array at `index` once its last element is complete.
    void endArray(quint32 index);
    /// Appends a copy of a value of another reply and everything in it.
    void append(View value);

private:
    struct Node
    {
        qint64 value = 0; ///< Integer: the number. Texts: offset of the bytes. Array: number of elements.
        quint32 length = 0; ///< of the bytes
        quint32 next = 0; ///< index just behind this value and everything in it
        Type type = Type::Nil;
    };
    quint32 add(Type type, qint64 value, quint32 length = 0);
    char *grow(qsizetype size);

    std::vector<Node> m_nodes;
    QByteArray m_bytes; ///< a QByteArray grows without filling what it grows by
    qsizetype m_used = 0; ///< of m_bytes; at least `padding` more are there
};

} // namespace emberwatch::redis
