// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servers/servertablemodel.h"

#include "ui/widgets/rowtable.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

namespace {

ServerRow row(const QString &name, qint64 jobs = 0)
{
    ServerRow row;
    row.key = u"http://"_s + name;
    row.address = *comfyui::ServerAddress::fromText(row.key);
    row.jobs = jobs;
    return row;
}

} // namespace

class TestServerTableModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsComeAndGoByThemselves();
    void neighboursAreToldAtOnce();
    void selectionStaysWithTheServer();
    void aNoteCoversWhatIsNotKnown();
    void agesAreToldOnlyWhereThereAreAny();
};

void TestServerTableModel::rowsComeAndGoByThemselves()
{
    ServerTableModel model(systemNow);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setRows({row(u"a"_s), row(u"c"_s)});
    QCOMPARE(model.rowCount(), 2);
    model.setRows({row(u"a"_s), row(u"b"_s), row(u"c"_s)});
    QCOMPARE(model.rowAt(model.index(1, 0))->key, u"http://b"_s);
    model.setRows({row(u"b"_s), row(u"d"_s)});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.rowAt(model.index(1, 0))->key, u"http://d"_s);
    model.setRows({});
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(resets.count(), 0);
}

void TestServerTableModel::neighboursAreToldAtOnce()
{
    ServerTableModel model(systemNow);
    model.setRows({row(u"a"_s), row(u"b"_s), row(u"c"_s), row(u"d"_s)});
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setRows({row(u"a"_s, 1), row(u"b"_s, 2), row(u"c"_s), row(u"d"_s, 3)});
    QCOMPARE(changed.count(), 2);
    changed.clear();
    model.setRows({row(u"a"_s, 1), row(u"b"_s, 2), row(u"c"_s), row(u"d"_s, 3)});
    QCOMPARE(changed.count(), 0);
}

void TestServerTableModel::selectionStaysWithTheServer()
{
    ServerTableModel model(systemNow);
    model.setRows({row(u"b"_s)});
    const QPersistentModelIndex selected = model.index(0, 0);
    model.setRows({row(u"a"_s), row(u"b"_s, 7)});
    QCOMPARE(selected.row(), 1);
    QCOMPARE(model.rowAt(selected)->jobs, 7);
}

void TestServerTableModel::aNoteCoversWhatIsNotKnown()
{
    ServerTableModel model(systemNow);
    ServerRow known = row(u"b"_s);
    known.state = ServerRow::State::Reachable;
    known.isAllowed = true;
    known.look.emplace();
    model.setRows({row(u"a"_s), known});
    const int column = static_cast<int>(firstNoteColumn);
    QCOMPARE(model.index(0, column).data(RowTable::SpanRole).toInt(), noteColumns);
    QCOMPARE(model.index(1, column).data(RowTable::SpanRole).toInt(), 1);
}

void TestServerTableModel::agesAreToldOnlyWhereThereAreAny()
{
    ServerTableModel model(systemNow);
    ServerRow known = row(u"b"_s);
    known.state = ServerRow::State::Unreachable;
    known.look.emplace();
    model.setRows({row(u"a"_s), known});
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.tick();
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 1);
}

QTEST_GUILESS_MAIN(TestServerTableModel)
#include "tst_servertablemodel.moc"
