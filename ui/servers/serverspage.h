// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/servers/serverrow.h"

#include <QWidget>

class QLabel;

namespace emberwatch {

class Commands;
class EmptyState;
class RowTable;
class ServerDelegate;
class ServerTableModel;
class ThemeSource;

/// The ComfyUI servers: those that may be contacted and those that live jobs name.
class ServersPage : public QWidget
{
    Q_OBJECT
public:
    /// @param themes, commands, model  outlive it
    ServersPage(const ThemeSource *themes, const Commands &commands, ServerTableModel *model,
        QWidget *parent = nullptr);

    /// nullopt: none is selected.
    [[nodiscard]] std::optional<ServerRow> currentServer() const;
    /// What comes from Redis was true once.
    void setStale(bool isStale);

Q_SIGNALS:
    /// What commands depend on may have changed.
    void contextChanged();
    /// @param filter  of the jobs page
    void jobsRequested(const QString &filter);
    /// @param entry  of the list of allowed servers
    void allowRequested(const QString &entry);
    void dismissRequested(const QString &entry);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void layOut(const Commands &commands);
    void connectCommands(const Commands &commands);
    void connectTable();
    void showJobsOf(const std::optional<ServerRow> &row);
    void allow(const std::optional<ServerRow> &row);
    void showState();
    [[nodiscard]] std::optional<ServerRow> rowAt(const QModelIndex &index) const;
    [[nodiscard]] QString summary() const;

    const ThemeSource *m_themes;
    ServerTableModel *m_model;
    QLabel *m_summary;
    RowTable *m_table;
    ServerDelegate *m_delegate;
    EmptyState *m_empty;
};

} // namespace emberwatch
