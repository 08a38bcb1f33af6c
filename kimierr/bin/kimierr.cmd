@echo off
rem Windows does not start a file by its first line. Python stands beside this file in a venv, and a folder up without one.
setlocal
set "python=%~dp0python.exe"
if not exist "%python%" set "python=%~dp0..\python.exe"
"%python%" -m kimierr %*
