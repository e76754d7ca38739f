// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QFile>
#include <QString>

#include <vector>

namespace emberwatch::test {

/// A server's append-only file: every write that had an effect, in the order in which it had it. What a
/// script did stands there as the commands that it called.
///
/// Source: the Redis documentation on persistence; since Redis 7 a folder with a manifest that names a base
/// and the file behind it, before one file. The base has to be empty: begin with an empty server, and switch
/// rewriting off.
class AppendOnlyFile
{
public:
    /// @param folder  the server's ("dir")
    explicit AppendOnlyFile(const QString &folder);

    [[nodiscard]] bool isOpen() const { return m_data != nullptr; }
    /// The next command; false: that was the last. Its words hold as long as this object.
    [[nodiscard]] bool next();
    [[nodiscard]] const std::vector<QByteArrayView> &words() const { return m_words; }
    /// The end was reached in an orderly way, not in the middle of a command.
    [[nodiscard]] bool isWhole() const { return m_at == m_size; }

private:
    [[nodiscard]] bool readNumber(char mark, qsizetype &number);

    QFile m_file;
    const char *m_data = nullptr;
    qsizetype m_size = 0;
    qsizetype m_at = 0;
    std::vector<QByteArrayView> m_words;
};

} // namespace emberwatch::test
