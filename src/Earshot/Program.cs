using System.Runtime.InteropServices;
using Earshot.CommandLine;

namespace Earshot;

internal static class Program
{
    private static int Main(string[] arguments) => arguments is ["--version"] ? PrintVersion() : Run(arguments);

    // nothing but the base library is loaded on this path: it must answer within 0.1 s
    private static int PrintVersion()
    {
        using Stream output = Console.OpenStandardOutput();
        output.Write(System.Text.Encoding.ASCII.GetBytes($"earshot {ProductVersion.Number}\n"));
        return 0;
    }

    private static int Run(string[] arguments)
    {
        using var cancellation = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return Application.Run(arguments, Surroundings.OfProcess(cancellation.Token));

        // the first signal asks the work to stop, the second one ends the process as if nobody had listened
        void Stop(PosixSignalContext context)
        {
            context.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        }
    }
}
