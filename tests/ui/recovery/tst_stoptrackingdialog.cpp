// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recovery/stoptrackingdialog.h"

#include "ui/theme/themesource.h"
#include "ui/words/englishplurals.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestStopTrackingDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void answers_data();
    void answers();
    void enterAndEscapeKeepItOpen_data();
    void enterAndEscapeKeepItOpen();
    void saysWhatEndsAndWhatIsWrong();

private:
    [[nodiscard]] std::unique_ptr<StopTrackingDialog> dialog(const TrackingSummary &tracking) const
    {
        const Environment environment{
            u"studio-eu"_s, EnvironmentClass::Production, u"redis://10.0.4.12:6379/0"_s, "comfyui:job:"};
        auto dialog = std::make_unique<StopTrackingDialog>(&m_themes, environment, tracking);
        dialog->open();
        return dialog;
    }

    EnglishPlurals m_plurals;
    ThemeSource m_themes{ThemeChoice::Light, QFont(u"DejaVu Sans"_s, 10)};
};

void TestStopTrackingDialog::initTestCase()
{
    QCoreApplication::installTranslator(&m_plurals);
}

void TestStopTrackingDialog::answers_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("result");
    QTest::newRow("stop") << u"stopTrackingAndClose"_s << u"Stop tracking and close"_s
                          << int(QDialog::Accepted);
    QTest::newRow("keep") << u"keepOpen"_s << u"Keep open"_s << int(QDialog::Rejected);
}

void TestStopTrackingDialog::answers()
{
    QFETCH(QString, action);
    QFETCH(QString, text);
    const auto dialog = this->dialog({12, 0, {}, {}});
    QSignalSpy finished(dialog.get(), &QDialog::finished);
    QCOMPARE(dialog->findChild<QAction *>(action)->text(), text);
    dialog->findChild<QAction *>(action)->trigger();
    QCOMPARE(finished.count(), 1);
    QTEST(finished.at(0).at(0).toInt(), "result");
}

void TestStopTrackingDialog::enterAndEscapeKeepItOpen_data()
{
    QTest::addColumn<int>("key");
    QTest::newRow("enter") << int(Qt::Key_Return);
    QTest::newRow("escape") << int(Qt::Key_Escape);
}

void TestStopTrackingDialog::enterAndEscapeKeepItOpen()
{
    QFETCH(int, key);
    const auto dialog = this->dialog({12, 0, {}, {}});
    QSignalSpy finished(dialog.get(), &QDialog::finished);
    QTest::keyClick(dialog.get(), static_cast<Qt::Key>(key));
    QCOMPARE(finished.count(), 1);
    QCOMPARE(finished.at(0).at(0).toInt(), int(QDialog::Rejected));
}

void TestStopTrackingDialog::saysWhatEndsAndWhatIsWrong()
{
    const auto dialog = this->dialog({12, 1, u"Redis does not take states\x1b[2J"_s, {}});
    QStringList texts;
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        texts.append(label->text());
    const QString all = texts.join(u'\n');
    QVERIFY2(all.contains(u"The console tracks 13 resumed jobs in studio-eu"_s), qPrintable(all));
    QVERIFY(all.contains(u"their leases are released at once"_s));
    QVERIFY(all.contains(u"Redis does not take states"_s));
    QVERIFY(!all.contains(u'\x1b'));
}

QTEST_MAIN(TestStopTrackingDialog)
#include "tst_stoptrackingdialog.moc"
