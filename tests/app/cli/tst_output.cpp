// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

using namespace emberwatch::cli;
using namespace Qt::StringLiterals;

namespace {

struct Pipe
{
    Pipe() { [[maybe_unused]] const int result = pipe2(ends.data(), O_CLOEXEC); }
    ~Pipe()
    {
        closeReader();
        close(ends[1]);
    }
    void closeReader()
    {
        if (ends[0] >= 0)
            close(std::exchange(ends[0], -1));
    }
    QByteArray readSome() const
    {
        QByteArray bytes(100'000, '\0');
        bytes.truncate(read(ends[0], bytes.data(), size_t(bytes.size())));
        return bytes;
    }
    std::array<int, 2> ends{-1, -1};
};

std::string numbered(int lines)
{
    std::string text;
    for (int i = 0; i < lines; ++i)
        text += std::to_string(i) + '\n';
    return text;
}

} // namespace

class TestOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { std::signal(SIGPIPE, SIG_IGN); }
    void slowReaderDoesNotBlock();
    void writesWholeFiles();
    void readerThatGoes();
    void fullDisk();
};

void TestOutput::slowReaderDoesNotBlock()
{
    const std::string text = numbered(200'000); // more than a pipe holds
    Pipe pipe;
    Output output(pipe.ends[1]);
    QSignalSpy drained(&output, &Output::drained);
    output.buffer() = text;
    output.send();
    QVERIFY(output.waitingBytes() > 0);
    QVERIFY(drained.isEmpty());
    QByteArray read;
    while (read.size() < qsizetype(text.size())) {
        read += pipe.readSome();
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(drained.size(), 1);
    QCOMPARE(read.toStdString(), text);
    QCOMPARE(output.waitingBytes(), size_t(0));
}

void TestOutput::writesWholeFiles()
{
    const std::string text = numbered(400'000);
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"out"_s));
    QVERIFY(file.open(QIODevice::ReadWrite));
    Output output(file.handle());
    output.buffer() = text;
    output.send();
    output.buffer() += "end\n";
    output.finish();
    QFile written(file.fileName());
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll().toStdString(), text + "end\n");
}

void TestOutput::readerThatGoes()
{
    Pipe pipe;
    Output output(pipe.ends[1]);
    QSignalSpy broken(&output, &Output::broken);
    pipe.closeReader();
    output.buffer() = "line\n";
    output.send();
    QCOMPARE(broken.size(), 1);
    QCOMPARE(output.error(), EPIPE);
    output.buffer() = "more\n";
    output.finish();
    QCOMPARE(broken.size(), 1);
    QCOMPARE(output.waitingBytes(), size_t(0));
}

void TestOutput::fullDisk()
{
    QFile full(u"/dev/full"_s);
    QVERIFY(full.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
    Output output(full.handle());
    output.buffer() = "line\n";
    output.finish();
    QCOMPARE(output.error(), ENOSPC);
}

QTEST_GUILESS_MAIN(TestOutput)
#include "tst_output.moc"
