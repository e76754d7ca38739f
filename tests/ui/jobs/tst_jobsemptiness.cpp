// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/jobsemptiness.h"

#include "ui/shell/commands.h"
#include "ui/theme/themesource.h"
#include "ui/words/englishplurals.h"

#include <QAction>
#include <QTest>

using namespace emberwatch;
using namespace Qt::StringLiterals;

class TestJobsEmptiness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QCoreApplication::installTranslator(&m_plurals); }
    void connecting();
    void notConnected();
    void loading();
    void noJobs();
    void noMatch();
    void strangePrefixesAreShownSafely();

private:
    [[nodiscard]] static JobsEmptiness emptiness()
    {
        JobsEmptiness emptiness;
        emptiness.environment.server = u"redis://10.0.4.12:6379/0"_s;
        emptiness.environment.prefix = "comfyui:job:";
        return emptiness;
    }
    [[nodiscard]] QString offered(const EmptyState::Content &content) const
    {
        return content.action ? content.action->objectName() : QString();
    }
    EnglishPlurals m_plurals;
    ThemeSource m_themes{ThemeChoice::Light, QFont()};
    Commands m_commands{m_themes};
};

void TestJobsEmptiness::connecting()
{
    const auto content = emptinessOf(emptiness(), m_commands);
    QCOMPARE(content.title, u"Connecting to Redis."_s);
    QCOMPARE(content.code, u"redis://10.0.4.12:6379/0"_s);
    QCOMPARE(offered(content), QString());
}

void TestJobsEmptiness::notConnected()
{
    JobsEmptiness emptiness = this->emptiness();
    emptiness.health.error = Error{};
    QCOMPARE(offered(emptinessOf(emptiness, m_commands)), u"runDoctor"_s);
}

void TestJobsEmptiness::loading()
{
    JobsEmptiness emptiness = this->emptiness();
    emptiness.health.isLoading = true;
    QCOMPARE(emptinessOf(emptiness, m_commands).title, u"Loading the jobs."_s);
}

void TestJobsEmptiness::noJobs()
{
    JobsEmptiness emptiness = this->emptiness();
    emptiness.hasPicture = true;
    emptiness.filter = u"status:failed"_s; // there are no jobs, filter or not
    const auto content = emptinessOf(emptiness, m_commands);
    QCOMPARE(content.title, u"There are no jobs."_s);
    QVERIFY(content.detail.contains(u"comfyui:job:"_s));
    QCOMPARE(offered(content), u"runDoctor"_s);
}

void TestJobsEmptiness::noMatch()
{
    JobsEmptiness emptiness = this->emptiness();
    emptiness.hasPicture = true;
    emptiness.jobs = 347;
    emptiness.filter = u"status:failed (gpu-9)"_s;
    const auto content = emptinessOf(emptiness, m_commands);
    QCOMPARE(content.title, u"No job matches."_s);
    QVERIFY(content.detail.contains(u"347 jobs"_s));
    QCOMPARE(content.code, u"status:failed (gpu-9)"_s);
    QCOMPARE(offered(content), u"clearFilter"_s);
}

void TestJobsEmptiness::strangePrefixesAreShownSafely()
{
    JobsEmptiness emptiness = this->emptiness();
    emptiness.hasPicture = true;
    emptiness.environment.prefix = "a\nb\xff";
    const auto content = emptinessOf(emptiness, m_commands);
    QVERIFY(!content.detail.contains(u'\n'));
}

QTEST_MAIN(TestJobsEmptiness)
#include "tst_jobsemptiness.moc"
