// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comfyui/outputfolder.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace emberwatch;
using namespace emberwatch::comfyui;
using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(cannot be read)");
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

class TestOutputFolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aFileAppearsOnlyWhenItIsComplete();
    void whatIsThereIsNeverReplaced();
    void aLinkIsNotFollowed();
    void aNameIsNoPath_data();
    void aNameIsNoPath();
    void theFolderIsMade();
    void theFolderStaysTheSame();
    void noFolderIsAnError();

private:
    [[nodiscard]] QStringList entries() const
    {
        return QDir(m_temporary->path())
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    }
    [[nodiscard]] QString path(const QString &name) const { return m_temporary->filePath(name); }
    [[nodiscard]] OutputFolder folder() const { return *OutputFolder::open(m_temporary->path()); }

    std::unique_ptr<QTemporaryDir> m_temporary;
};

void TestOutputFolder::init()
{
    m_temporary = std::make_unique<QTemporaryDir>();
}

void TestOutputFolder::aFileAppearsOnlyWhenItIsComplete()
{
    auto download = folder().begin(u"a-1.png"_s);
    QVERIFY(download);
    (*download)->file()->write("half");
    QVERIFY(!QFileInfo::exists(path(u"a-1.png"_s)));
    (*download)->file()->write(" and half");
    QVERIFY((*download)->keep());
    QCOMPARE(contentOf(path(u"a-1.png"_s)), QByteArray("half and half"));
    download->reset();
    QCOMPARE(entries(), QStringList{u"a-1.png"_s});

    auto broken = folder().begin(u"a-2.png"_s);
    (*broken)->file()->write("half");
    broken->reset();
    QCOMPARE(entries(), QStringList{u"a-1.png"_s});
}

void TestOutputFolder::whatIsThereIsNeverReplaced()
{
    auto download = folder().begin(u"a-1.png"_s);
    write(path(u"a-1.png"_s), "mine");
    QVERIFY(folder().contains(u"a-1.png"_s));
    const Result<void> kept = (*download)->keep();
    QVERIFY(!kept);
    QCOMPARE(kept.error().kind, Error::Kind::Conflict);
    download->reset();
    QCOMPARE(contentOf(path(u"a-1.png"_s)), QByteArray("mine"));
    QCOMPARE(entries(), QStringList{u"a-1.png"_s});
}

void TestOutputFolder::aLinkIsNotFollowed()
{
    const QTemporaryDir elsewhere;
    const QString victim = elsewhere.filePath(u"victim"_s);
    QVERIFY(QFile::link(victim, path(u"a-1.png"_s)));
    QVERIFY(folder().contains(u"a-1.png"_s));
    auto download = folder().begin(u"a-1.png"_s);
    QVERIFY(download);
    (*download)->file()->write("x");
    QVERIFY(!(*download)->keep());
    QVERIFY(!QFileInfo::exists(victim));
}

void TestOutputFolder::aNameIsNoPath_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QString();
    QTest::newRow("up") << u".."_s;
    QTest::newRow("hidden") << u".a"_s;
    QTest::newRow("into a folder") << u"a/b.png"_s;
    QTest::newRow("from the root") << u"/etc/b.png"_s;
}

void TestOutputFolder::aNameIsNoPath()
{
    QFETCH(QString, name);
    QVERIFY(!folder().begin(name));
    QCOMPARE(entries(), QStringList());
}

void TestOutputFolder::theFolderIsMade()
{
    const Result<OutputFolder> made = OutputFolder::open(path(u"deep/er"_s));
    QVERIFY(made);
    QVERIFY(QFileInfo(path(u"deep/er"_s)).isDir());
}

// Somebody moves the folder and puts a link to another in its place: files still go to the one that was
// chosen.
void TestOutputFolder::theFolderStaysTheSame()
{
    const Result<OutputFolder> chosen = OutputFolder::open(path(u"chosen"_s));
    QVERIFY(chosen);
    const QTemporaryDir elsewhere;
    QVERIFY(QDir().rename(path(u"chosen"_s), path(u"moved"_s)));
    QVERIFY(QFile::link(elsewhere.path(), path(u"chosen"_s)));
    auto download = chosen->begin(u"a-1.png"_s);
    (*download)->file()->write("x");
    QVERIFY((*download)->keep());
    QVERIFY(QFileInfo::exists(path(u"moved/a-1.png"_s)));
    QVERIFY(!QFileInfo::exists(elsewhere.filePath(u"a-1.png"_s)));
}

void TestOutputFolder::noFolderIsAnError()
{
    write(path(u"file"_s), "x");
    QVERIFY(!OutputFolder::open(path(u"file"_s)));
    QVERIFY(!OutputFolder::open(path(u"file/below"_s)));
    QVERIFY(!OutputFolder::open(QString()));
}

QTEST_GUILESS_MAIN(TestOutputFolder)
#include "tst_outputfolder.moc"
